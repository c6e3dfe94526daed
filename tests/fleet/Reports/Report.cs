using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Tests.Fleet.Reports;

/// <summary>Something that was done or seen, and when.</summary>
public sealed record Moment(double Second, string What);

/// <summary>A figure, with what it should be at most where there is such a target.</summary>
public sealed record Measure(string Name, double Value, string Unit, double? Target)
{
    /// <summary>What of those who do nothing it is a multiple of; null: they have no like.</summary>
    public Like? Like { get; init; }

    public bool? IsMet => Target is { } target ? Value <= target : null;
}

/// <summary>What a figure of the server is compared with, of a broker that does nothing or of a store alone.</summary>
public enum Like
{
    /// <summary>A message to its acknowledgement, or a row to the disk; for what begins with a message of a camera.</summary>
    Message,

    /// <summary>All cameras called to connect, to the last one connected.</summary>
    Connected,

    /// <summary>The last socket closed, to the last one let go.</summary>
    LetGo,

    /// <summary>Memory a connected camera that has said nothing.</summary>
    Memory,

    /// <summary>The same after they have spoken.</summary>
    ActiveMemory,
}

/// <summary>The processor time of a kind of program.</summary>
public sealed record Share(string Who, double CpuSeconds, double? MillisecondsAnEvent);

/// <summary>So many of all (0 to 1) took at most so long.</summary>
public sealed record CurvePoint(double Share, double Milliseconds);

/// <summary>How long something took, from the fastest to the slowest.</summary>
/// <param name="Name">From what to what.</param>
/// <param name="Samples">How many were measured.</param>
/// <param name="Points">By their shares.</param>
public sealed record Curve(string Name, int Samples, IReadOnlyList<CurvePoint> Points);

/// <summary>A figure beside others of the same unit.</summary>
public sealed record Bar(string Name, double Value);

/// <summary>A figure as a multiple of the like of somebody who does nothing.</summary>
/// <param name="Figure">Which one.</param>
/// <param name="Of">Whose.</param>
/// <param name="Value">How many times as much.</param>
public sealed record Ratio(string Figure, string Of, double Value);

/// <summary>What a run tells: as it goes on, one line a moment; in the end the whole, as text and as JSON.</summary>
/// <param name="title">What was run, in one line.</param>
/// <param name="about">The same for programs.</param>
public sealed class Report(string title, object about)
{
    private static readonly JsonSerializerOptions Shape = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new();

    public List<Moment> Moments { get; } = [];

    public List<Measure> Measures { get; } = [];

    public List<ColumnSum> Ledger { get; } = [];

    public List<Share> Shares { get; } = [];

    public List<Curve> Curves { get; } = [];

    /// <summary>What a run compares, in one unit.</summary>
    public List<Bar> Bars { get; } = [];

    /// <summary>Figures by those of the machine's limits in the same run.</summary>
    public List<Ratio> Ratios { get; } = [];

    public string Title => title;

    /// <summary>What is in the ledger beside what was measured; null: nothing.</summary>
    public string? LedgerNote { get; init; }

    public bool IsBalanced => Ledger.Count > 0 && Ledger.TrueForAll(column => column.IsBalanced);

    public void Tell(string what)
    {
        lock (_gate)
        {
            var moment = new Moment(Math.Round(Clock.Now.TotalSeconds, 3), what);
            Moments.Add(moment);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{moment.Second,9:0.000} s  {what}"));
        }
    }

    public void Measured(string name, double value, string unit, double? target = null, Like? like = null)
    {
        var measure = new Measure(name, Math.Round(value, 3), unit, target) { Like = like };
        Measures.Add(measure);
        Tell(Text(measure));
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine(title);
        foreach (var measure in Measures)
            Console.WriteLine("  " + Text(measure));

        Console.WriteLine();
        Console.WriteLine($"  {"processor time",-16}{"seconds",10}{"ms an event",14}");
        foreach (var share in Shares)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {share.Who,-16}{share.CpuSeconds,10:0.0}{share.MillisecondsAnEvent,14:0.000}"));

        PrintRatios();
        Console.WriteLine();
        if (LedgerNote is { } note)
            Console.WriteLine("  ledger, " + note);

        Console.WriteLine($"  {(LedgerNote is null ? "ledger" : ""),-16}{"expected",10}{"found",10}{"lost",10}{"too many",10}");
        foreach (var column in Ledger)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {column.Name,-16}{column.Expected,10}{column.Found,10}{column.Lost,10}{column.Duplicated,10}{(column.IsBalanced ? "" : "   <")}"));
            foreach (var example in column.Examples)
                Console.WriteLine("      " + example);
        }

        Console.WriteLine();
        Console.WriteLine(IsBalanced ? "The ledger balances." : "The ledger does not balance.");
    }

    public async Task Save(string file)
    {
        var whole = new { About = about, IsBalanced, Moments, Measures, Ratios, Curves, Bars, Shares, Ledger };
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, whole, Shape);
    }

    private void PrintRatios()
    {
        if (Ratios.Count == 0)
            return;

        var whose = Ratios.Select(ratio => ratio.Of).Distinct(StringComparer.Ordinal).ToList();
        Console.WriteLine();
        Console.WriteLine($"  {"as a multiple of",-70}{string.Concat(whose.Select(of => $"{of,16}"))}");
        foreach (var figure in Ratios.GroupBy(ratio => ratio.Figure, StringComparer.Ordinal))
        {
            var cells = whose.Select(of => figure.FirstOrDefault(ratio => ratio.Of == of) is { } ratio ? ratio.Value.ToString("0.##", CultureInfo.InvariantCulture) : "");
            Console.WriteLine($"  {figure.Key,-70}{string.Concat(cells.Select(cell => $"{cell,16}"))}");
        }
    }

    private static string Text(Measure measure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{measure.Name}: {measure.Value:0.###} {measure.Unit}{(measure.Target is { } target ? $" (target {target:0.###}: {(measure.IsMet is true ? "met" : "missed")})" : "")}");
}
