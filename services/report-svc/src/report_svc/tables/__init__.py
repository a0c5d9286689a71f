"""The asker's table (汇总表): what all villages said in one period of a form, with totals, out and in as a workbook."""
