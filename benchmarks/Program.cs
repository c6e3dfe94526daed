using BenchmarkDotNet.Running;

// dotnet run -c Release --project benchmarks -- --filter '*GroupCommit*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
