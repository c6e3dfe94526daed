using Mihari.Tests.Fleet.Reports;
namespace Mihari.Tests.Drills.Running;

/// <summary>Fault drills against the real programs.</summary>
internal static class Program
{
    private const int Balanced = 0;
    private const int NotBalanced = 1;
    private const int NotHeld = 2;

    private static async Task<int> Main(string[] args)
    {
        DrillOptions options;
        try
        {
            options = DrillOptions.Parse(args);
            _ = Faults.Drill.Of(options.Drill);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            await Console.Error.WriteLineAsync(DrillOptions.Usage);
            return NotHeld;
        }

        if (options.Tied)
            _ = Task.Run(EndWithInput);

        var folder = Directory.CreateDirectory(Path.GetFullPath(options.Folder ?? Directory.CreateTempSubdirectory("mihari-drill-").FullName)).FullName;
        var report = new Report(options.Title, options.About);
        var outcome = NotHeld;
        try
        {
            await new DrillRun(options, folder, report).Run();
            report.Print();
            outcome = report.IsBalanced ? Balanced : NotBalanced;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            report.Tell($"the drill could not be held: {(e is DrillFailedException ? e.Message : e.ToString())}");
        }

        if (options.Json is { } json)
            await report.Save(json);

        if (outcome == Balanced && !options.Keep)
            Directory.Delete(folder, recursive: true);
        else
            Console.WriteLine($"data and logs: {folder}");

        return outcome;
    }

    /// <summary>Whoever started the drill is gone; its programs go with it.</summary>
    private static async Task EndWithInput()
    {
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        Environment.Exit(NotHeld);
    }
}
