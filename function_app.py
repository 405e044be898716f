"""Azure's front door: registers the blueprints, does nothing else."""

import azure.durable_functions as df
import azure.functions as func

from functions.activities import bp as activities
from functions.api.engines import bp as engines
from functions.api.estimates import bp as estimates
from functions.api.health import bp as health
from functions.api.jobs import bp as jobs
from functions.api.rates import bp as rates
from functions.intake import bp as intake
from functions.maintenance import bp as maintenance
from functions.orchestrations import bp as orchestrations

# Anonymous to the host: every route but the health checks asks for a bearer token itself.
app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)
for blueprint in (
    activities,
    engines,
    estimates,
    health,
    intake,
    jobs,
    maintenance,
    orchestrations,
    rates,
):
    app.register_functions(blueprint)
