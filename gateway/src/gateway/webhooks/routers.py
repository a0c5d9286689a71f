"""The webhooks' routes for the gateway's application. Those with fixed names come before `/{id}/{action}`."""

from gateway.webhooks.deliveries.routes import router as deliveries
from gateway.webhooks.probes.routes import router as probes
from gateway.webhooks.registration.routes import router as endpoints
from gateway.webhooks.replays.routes import router as replays

ROUTERS = [deliveries, probes, replays, endpoints]
