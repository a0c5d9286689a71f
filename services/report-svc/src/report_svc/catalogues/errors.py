"""Refusals about the yearly catalogue."""

from uuid import UUID

from servicekit.errors import Conflict, Invalid

from report_svc.forms.errors import CATALOGUE_LAW


class CataloguePublished(Conflict):
    """The county has published its catalogue of that year already."""

    code = "catalogue_published"
    rule = "FRM-04"
    detail = "本年度报表目录已经发布，每县每年一份"
    law = CATALOGUE_LAW


class FormsNotApproved(Invalid):
    """Only approved and valid forms of the county enter its catalogue."""

    code = "forms_not_approved"
    rule = "FRM-04"
    detail = "只有已批准且在有效期内的报表才能列入目录"
    law = CATALOGUE_LAW
    form_ids: list[UUID]


class YearNotOpen(Invalid):
    """A catalogue is published for the present year or the next one."""

    code = "catalogue_year_invalid"
    detail = "只能发布本年度或下一年度的报表目录"


class CountyNeeded(Invalid):
    """A caller of several counties must say which one is meant."""

    code = "county_needed"
    detail = "请用 region 参数指明县(市、区)代码"


class FormUncatalogued(Conflict):
    """Nobody is asked for a form that no published catalogue lists, so nothing changes for anybody."""

    code = "form_uncatalogued"
    rule = "FRM-04"
    detail = "该报表不在已发布的报表目录内，本就不得要求村级填报，无须暂停或按年中修订办理"
    law = CATALOGUE_LAW
