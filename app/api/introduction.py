"""What the OpenAPI document says before it lists anything."""

from typing import Final

VERSION: Final = "1.0.0"
SUMMARY: Final = "Schemes of a planning round: classified, scored, ranked and explained."
INTRODUCTION: Final = """\
Health and care organisations put schemes forward in a planning **round**. A **pack** holds the
questions, rules and matrix of the framework that the round is run on. The service says of each
scheme what it is, where it stands, why, and what would change the answer.

## Who asks
Send a key with each request: `Authorization: Bearer KEY`. A key belongs to one organisation and
has roles; those who run the service make keys. Without one the answer is 401; where the roles do
not reach it is 403; what belongs to another organisation is 404, as if it were not there.

## Reading again
Answers that have an `ETag` are the same as long as it is. Send it back in `If-None-Match`, and
304 says without a body that nothing has changed.

## Changing without overwriting
A change names the version that it changes: send the `ETag` that you last read in `If-Match`.
Without it the answer is 428. If somebody else came first it is 412: read again, then send your
change.

## Sending again
A request that got no answer may have been done. Give each POST an `Idempotency-Key` of your own,
such as a UUID: sent again with the same key, it is done once and answered as before. The same key
with another request is refused.

## When something is wrong
Every refusal is a problem in the form of RFC 9457 (`application/problem+json`). `detail` says
what to do. `errors` names each field by a JSON pointer, or each parameter by its name. `code` is
stable, and [listed](problems); the wording may improve. Quote `request_id` when you ask for help.
After 429 and 503 wait for as many seconds as `Retry-After` says.

## Values
Dates are like `2024-03-31`, moments like `2024-03-31T14:30:00Z`, in UTC. A day of a round begins
and ends at midnight where the round is run: in Europe/London, unless the service says otherwise.
**Money is in whole pence**, without a point: £1,250 is `125000`. Scores are decimals in text, so
that nothing is lost in rounding. An answer that is not known is left out. `null` stands in what
you read, and in a merge patch, where it takes a field away. Texts are in UTF-8 and have no control
characters.

## Long lists
A page has a `next`; send it as `after` to get the page that follows. The last one has `null`.

## What may change
Within `/api/v1` fields, values of codes and addresses are added, and programs should pass over
what they do not know. Nothing is taken away or changes its meaning: what is to go is marked
deprecated here for at least a year, and goes with another version of the address.
"""
