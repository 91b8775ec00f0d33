# The commands of ./run under make's name; what they do is written there (make help lists them).
COMMANDS = serve test setup check fast browser bench seed docs doctor lock help

.PHONY: all $(COMMANDS)

all: help

$(COMMANDS):
	@./run $@
