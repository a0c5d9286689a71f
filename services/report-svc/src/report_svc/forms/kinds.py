"""What a form is by law, and who issues it: only surveys need the four marks of 统计法(2024)第17条."""

from contracts.titles import TitledEnum


class FormKind(TitledEnum, name="form_kind", title_zh="报表性质"):
    """What a form is by law."""

    SURVEY = "survey", "统计调查"
    ADMINISTRATIVE = "administrative", "行政管理"
    PARTY = "party", "党内报表"
    BUSINESS = "business", "部门业务报表"


class IssuingLevel(TitledEnum, name="issuing_level", title_zh="制发层级"):
    """At which level the body stands that issues the form."""

    TOWNSHIP = "township", "乡镇"
    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    STATE = "state", "国家"
