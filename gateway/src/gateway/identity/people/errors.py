"""What is wrong with a row of people, as its column's error says it."""

DISTINCTION_NEEDED = "distinction_needed", "县内有同名人员，请填写区分码（如工号后几位，不得使用身份证号）"
DISTINCTION_TAKEN = "distinction_taken", "同名人员的区分码重复，请填写不同的区分码"
NAME_DIFFERS = "name_differs", "该用户名属于另一姓名的人员，请核对"
COLUMN_OF = {
    "forbidden": "region", "region_unknown": "region", "region_ended": "region", "role_not_grantable": "role",
    "role_region_mismatch": "role", "department_unknown": "department", "department_ended": "department",
    "posts_conflict": "role", "post_held": "role", "post_to_oneself": "username",
}  # fmt: skip
"""The column in which a refusal about a post is shown."""
