using ActorSweeper.Host.CommandLine;

return await CommandLineRun.RunAsync(args, Surroundings.OfProcess(TimeProvider.System));
