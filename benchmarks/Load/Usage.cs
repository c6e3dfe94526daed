using Mihari.Benchmarks.Server;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>What the server and the load have used up to a moment.</summary>
internal sealed record Usage(TimeSpan At, double ServerCpu, double LoadCpu, double BrowserCpu, Metrics Metrics, double MachineLoad)
{
    public static async Task<Usage> Of(ServerProgram server) => new(
        Clock.Now, ServerProgram.CpuOf(server.ProcessId), ServerProgram.CpuOf(Environment.ProcessId), Descendants.CpuBeside(server.ProcessId), await server.Scrape(), ServerProgram.MachineLoad());

    /// <summary>Tells what was used since.</summary>
    /// <param name="before">At the beginning.</param>
    /// <param name="server">Of which this is told.</param>
    /// <param name="operations">Meanwhile.</param>
    /// <param name="scenario">Which says what one of them is.</param>
    /// <param name="report">Where it is told.</param>
    public void Tell(Usage before, ServerProgram server, int operations, Scenario scenario, Report report)
    {
        var operation = scenario.Operation;
        double Grown(string name) => Metrics.Sum(name) - before.Metrics.Sum(name);
        var seconds = (At - before.At).TotalSeconds;
        report.Measured($"{operation}s a second", operations / seconds, "");
        report.Measured("the server's processor time", (ServerCpu - before.ServerCpu) / seconds, "cores", scenario.Cores);
        report.Measured($"allocated, {operation}", Grown("dotnet_gc_heap_total_allocated_bytes_total") / 1024 / Math.Max(1, operations), "KiB");
        report.Measured("collections", Grown("dotnet_gc_collections_total"), "");
        report.Measured("paused by them in all", Grown("dotnet_gc_pause_time_seconds_total") * 1000, "ms");
        report.Measured("resident memory", ServerProgram.KibibytesOf(server.ProcessId, "VmRSS") / 1024, "MiB");
        report.Measured("resident memory at its most", ServerProgram.KibibytesOf(server.ProcessId, "VmHWM") / 1024, "MiB");
        report.Measured("load average of the machine before", before.MachineLoad, "");
        report.Measured("load average of the machine after", MachineLoad, "");
        report.Shares.Add(Share("server", ServerCpu - before.ServerCpu, operations));
        report.Shares.Add(Share("cameras", LoadCpu - before.LoadCpu, operations));
        if (BrowserCpu > 0)
            report.Shares.Add(Share("browser", BrowserCpu - before.BrowserCpu, operations));
    }

    /// <summary>What the server has in memory now.</summary>
    public static double ResidentMebibytes(ServerProgram server) => ServerProgram.KibibytesOf(server.ProcessId, "VmRSS") / 1024;

    private static Share Share(string who, double cpu, int operations) => new(who, Math.Round(cpu, 2), operations == 0 ? null : Math.Round(cpu * 1000 / operations, 3));
}
