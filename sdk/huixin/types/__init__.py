"""Wire types: what the service takes and gives as JSON, the same in server and client.

Requests refuse unknown fields; answers tolerate them, so that an old client can read a newer service.
Days are ISO dates of Asia/Shanghai, instants are UTC.
"""
