"""减督考调研, 督查, 红黑榜: visits, findings, letters, rectifications and the board."""
