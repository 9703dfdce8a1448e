"""The API test harness: the real binary over HTTP; Python's standard library, pytest, jsonschema.

    server.py    Server: starts, watches and stops the binary
    client.py    Client: keep-alive requests, log-in, multipart
    scenario.py  Scenario: one request and what its answer must be, as data
    events.py    EventStream: reads server-sent events as a browser does
    logins.py    the fixed accounts of the demo profile
    tickets.py   tickets of the demo server, and all pages of a list
    matrix.py    role × route: who gets through the door of each row
    routes.py    the routes of every surface, from the API documents
    doors.py     one good call to each route that takes fields
    jwt.py       bearer tokens made by hand
    cookies.py   the cookies of a browser, for scenarios and plain clients
    credentials.py  the three ways to say who asks, as headers
    peer.py      what comes over a raw connection
    program.py   what the program prints without a server
    shapes.py    which keys an answer has, in which order, of which kinds
    seed_000.py  the shapes of seed 000
    jobs.py      waits for the jobs that a test must not meet
    wait.py      until(): the only way a test waits
"""
