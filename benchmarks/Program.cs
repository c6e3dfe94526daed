using BenchmarkDotNet.Running;
using Mihari.Benchmarks.Administration;
using Mihari.Benchmarks.Limits;
using Mihari.Benchmarks.Load;
using Mihari.Benchmarks.Recordings;
using Mihari.Benchmarks.Storage;
using Mihari.Benchmarks.Streams;

// dotnet run -c Release --project benchmarks -- --filter '*GroupCommit*'    micro benchmarks
// dotnet run -c Release --project benchmarks -- load SCENARIO [options]    how fast the server reacts; without a scenario it lists them
// dotnet run -c Release --project benchmarks -- administration ADDRESS SIGN-IN-FILE [buildings] [rooms]    a large customer in a running server
// dotnet run -c Release --project benchmarks -- storage CONNECTION-STRING [writers] [seconds]    writes of both profiles, the emulator beside SQLite
// dotnet run -c Release --project benchmarks -- relay [--viewers N] [--cameras N] [--seconds N] [--stalled N]    live video, beside a loop that only forwards
// dotnet run -c Release --project benchmarks -- listing [requests]    a day and ten days of recorded minutes, beside the same rows read from SQLite
// dotnet run -c Release --project benchmarks -- picture ADDRESS SIGN-IN-FILE [rounds]    what one waits for who watches, in Chromium, on a running server
switch (args)
{
    case ["load", ..]:
        return await LoadRun.Run(args[1..]);
    case ["administration", _, _, ..]:
        return await AdministrationLoad.Run(args[1..]);
    case ["storage", _, ..]:
        return await StorageLoad.Run(args[1..]);
    case ["relay", ..]:
        return await RelayLoad.Run(args[1..]);
    case ["listing", ..]:
        return await ListingLoad.Run(args[1..]);
    case ["picture", _, _, ..]:
        return await PictureLoad.Run(args[1..]);
    case [PlainRelay.Command]:
        return await PlainRelay.Run();
    case [EmptyBroker.Command, var port]:
        return await EmptyBroker.Run(port);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
