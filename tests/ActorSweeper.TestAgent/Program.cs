using ActorSweeper.TestAgent;

// One argument: the session's folder. The process id is the seed, so that every life goes wrong elsewhere.
return await new HastyAgent(args[0], new Random(Environment.ProcessId), TimeProvider.System).RunAsync();
