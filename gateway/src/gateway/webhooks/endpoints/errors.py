"""Refusals about endpoints."""

from servicekit.errors import Conflict, Forbidden, Invalid


class UrlRefused(Invalid):
    """The address cannot be an endpoint's."""

    code = "endpoint_url_refused"
    detail = "接收地址不符合要求：须为 https 的公网地址，不得含账号、片段或数字化主机名"
    fault: str


class TypeHidden(Forbidden):
    """Events of this type are never sent to the system of a department."""

    code = "event_type_hidden"
    detail = "该类事件涉及对部门的反映，不向部门的系统推送"
    event_type: str


class HeaderRefused(Invalid):
    """The static header has a name that belongs to the protocol, or a value that is no header value."""

    code = "endpoint_header_refused"
    detail = "自定义请求头名称或内容不符合要求"


class CertificateRefused(Invalid):
    """The client certificate and its key cannot be read, do not belong together, or have expired."""

    code = "client_certificate_refused"
    detail = "客户端证书与私钥无法读取、不匹配或已过期"


class SecretRefused(Invalid):
    """A secret of one's own is whsec_ and 24 to 64 bytes in base64, and fits the kind asked for."""

    code = "webhook_secret_refused"
    detail = "自备密钥须以 whsec_ 开头，后接 24 至 64 字节的 Base64"


class NetworkRefused(Invalid):
    """Only networks of offices can be opened for one endpoint."""

    code = "endpoint_network_refused"
    detail = "只能放行内部办公网段(10/8、172.16/12、192.168/16、100.64/10、fc00::/7)"


class SecondPersonNeeded(Forbidden):
    """Who registered an endpoint cannot open networks for it."""

    code = "second_person_needed"
    detail = "放行网段须由登记人以外的另一名运维人员办理"


class NotReceiving(Conflict):
    """The endpoint has not proved itself or is disabled, so nothing is made out for it."""

    code = "endpoint_not_receiving"
    detail = "该接收端尚未通过验证或已停用"
    state: str


class TooManyEndpoints(Conflict):
    """A region has no more than a hundred endpoints."""

    code = "too_many_endpoints"
    detail = "本行政区划登记的接收端已达 100 个上限"
