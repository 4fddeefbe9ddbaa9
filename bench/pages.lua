-- One load for wrk: every request is one of `requests` (a file of Lua), for answers with a fresh random key in it.
-- wrk -s pages.lua URL -- FILE SEED
local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
local random, byte, char = math.random, string.byte, string.char
local requests, answers

local function new_key()
  local key = {}
  for place = 1, 22 do
    key[place] = byte(ALPHABET, random(64))
  end
  return char(unpack(key))
end

function init(args)
  math.randomseed(tonumber(args[2]))
  requests = dofile(args[1])
  answers = requests.before ~= nil
end

function request()
  if answers then
    local at = random(#requests.before)
    return requests.before[at] .. new_key() .. requests.after[at]
  end
  return requests[random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "p95_ms": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(95) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end
