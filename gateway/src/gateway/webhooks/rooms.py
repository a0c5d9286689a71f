"""The webhooks' routes for the gateway's application. Those with fixed names come before `/{id}/{action}`."""

from gateway.webhooks.deliveries.routes import router as deliveries
from gateway.webhooks.endpoints.routes import router as endpoints
from gateway.webhooks.errands.routes import router as errands
from gateway.webhooks.replays.routes import router as replays

ROUTERS = [deliveries, errands, replays, endpoints]
