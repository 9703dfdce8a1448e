-- wrk -s replay.lua URL -- TARGETS RUN: replays the requests of a file in turn, endlessly.
-- A line of TARGETS is method, path, token, body, cookie, separated by tabs; the last three may be
-- empty.
-- {n} in a body becomes a number no other request has, so that every create is a new row.
-- RUN is a number that no other run of this server has. The last line printed is the result as JSON.
local threads = 0
local numbers_per_thread = 10000000

function setup(thread)
    thread:set("thread_id", threads)
    threads = threads + 1
end

function init(args)
    targets, at, number = {}, 0, 0
    run_number = args[2]
    for line in io.lines(args[1]) do
        local method, path, token, body, cookie =
            line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
        local headers = { Accept = "application/json" }
        if token ~= "" then headers["Authorization"] = "Bearer " .. token end
        if cookie ~= "" then headers["Cookie"] = cookie end
        if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
        if body and body:find("{n}", 1, true) then
            targets[#targets + 1] = { method, path, headers, body }
        else
            targets[#targets + 1] = wrk.format(method, path, headers, body)
        end
    end
    at = thread_id % #targets
end

function request()
    at = at % #targets + 1
    local target = targets[at]
    if type(target) == "string" then return target end
    number = number + 1
    local unique = run_number .. "-" .. (thread_id * numbers_per_thread + number)
    return wrk.format(target[1], target[2], target[3], (target[4]:gsub("{n}", unique)))
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"bytes":%d,"refused":%d,' ..
        '"connect":%d,"read":%d,"write":%d,"timeout":%d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
        summary.bytes, errors.status, errors.connect, errors.read, errors.write, errors.timeout))
end
