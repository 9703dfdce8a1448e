# Names from habit; the work is in script/.
.PHONY: build run test tidy format bench
build:  ; script/build
run:    ; script/server
test:   ; script/test
tidy:   ; script/test --only tidy
format: ; script/format
bench:  ; script/bench
