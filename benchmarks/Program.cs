using BenchmarkDotNet.Running;
using Mihari.Benchmarks.Administration;
using Mihari.Benchmarks.Motion;
using Mihari.Benchmarks.Storage;

// dotnet run -c Release --project benchmarks -- --filter '*GroupCommit*'    micro benchmarks
// dotnet run -c Release --project benchmarks -- motion [cameras] [rate] [seconds]    event to command, over sockets
// dotnet run -c Release --project benchmarks -- administration ADDRESS SIGN-IN-FILE [buildings] [rooms]    a large customer in a running server
// dotnet run -c Release --project benchmarks -- storage CONNECTION-STRING [writers] [seconds]    writes of both profiles, the emulator beside SQLite
switch (args)
{
    case ["motion", ..]:
        return await MotionLoad.Run(args[1..]);
    case ["administration", _, _, ..]:
        return await AdministrationLoad.Run(args[1..]);
    case ["storage", _, ..]:
        return await StorageLoad.Run(args[1..]);
    case ["motion-server", var folder, var keys]:
        return await MotionServer.Run(folder, keys);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
