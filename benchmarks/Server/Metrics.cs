using System.Globalization;

namespace Mihari.Benchmarks.Server;

/// <summary>What <c>/metrics</c> said at a moment.</summary>
internal sealed class Metrics(string text)
{
    private readonly IReadOnlyList<string> _lines = text.Split('\n');

    /// <summary>The sum over all tags; 0 where there is none of this name.</summary>
    public double Sum(string name) => Of(name).Sum(Value);

    /// <summary>A histogram's upper edges and how many values lie at or below each.</summary>
    public IEnumerable<(double Edge, double Count)> Buckets(string name) => Of(name + "_bucket")
        .Select(line => (Edge(line), Value(line)))
        .GroupBy(bucket => bucket.Item1, (edge, all) => (edge, all.Sum(bucket => bucket.Item2)))
        .OrderBy(bucket => bucket.edge);

    private IEnumerable<string> Of(string name) =>
        _lines.Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' ');

    /// <summary>After the tags; a timestamp may follow.</summary>
    private static double Value(string line) =>
        double.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[line.Contains('}', StringComparison.Ordinal) ? 0 : 1], CultureInfo.InvariantCulture);

    private static double Edge(string line)
    {
        var edge = line[(line.IndexOf("le=\"", StringComparison.Ordinal) + 4)..];
        edge = edge[..edge.IndexOf('"', StringComparison.Ordinal)];
        return edge == "+Inf" ? double.PositiveInfinity : double.Parse(edge, CultureInfo.InvariantCulture);
    }
}
