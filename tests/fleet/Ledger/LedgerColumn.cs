using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>What was promised and what came of it, once the load has stopped and all has settled.</summary>
/// <param name="Cameras">What the cameras sent, were told and saw.</param>
/// <param name="Timeline">What the store has.</param>
/// <param name="Presence">Each camera's presence as the portal tells it.</param>
/// <param name="HoldDown">How long a camera has to be away before that is a trouble.</param>
public sealed record LedgerFacts(
    IReadOnlyList<VirtualCamera> Cameras, IReadOnlyList<TimelineRow> Timeline, IReadOnlyDictionary<string, string> Presence, TimeSpan HoldDown)
{
    public IEnumerable<MotionEvent> Acknowledged => Cameras.SelectMany(camera => camera.Events).Where(fired => fired.Acknowledged is not null);

    public ILookup<string, TimelineRow> Rows(RowKind kind) => Timeline.Where(row => row.Kind == kind).ToLookup(row => row.Owner, StringComparer.Ordinal);
}

/// <summary>A column that was summed up.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Expected">How many there have to be.</param>
/// <param name="Found">How many there are.</param>
/// <param name="Lost">Expected and not there.</param>
/// <param name="Duplicated">There more than once, or though nothing called for it.</param>
/// <param name="Examples">A few of what is wrong.</param>
public sealed record ColumnSum(string Name, int Expected, int Found, int Lost, int Duplicated, IReadOnlyList<string> Examples)
{
    public bool IsBalanced => Lost == 0 && Duplicated == 0;
}

/// <summary>One kind of effect that an event or a fault may have; another kind is another column.</summary>
public abstract class LedgerColumn(string name)
{
    private const int MostExamples = 5;

    private readonly List<string> _examples = [];
    private int _expected;
    private int _found;
    private int _lost;
    private int _duplicated;

    public ColumnSum Sum(LedgerFacts facts)
    {
        Count(facts);
        return new ColumnSum(name, _expected, _found, _lost, _duplicated, _examples);
    }

    protected abstract void Count(LedgerFacts facts);

    protected void Expect(int count = 1) => _expected += count;

    protected void Find(int count = 1) => _found += count;

    protected void Lose(string example)
    {
        _lost++;
        Show("lost: " + example);
    }

    protected void Double(string example)
    {
        _duplicated++;
        Show("too many: " + example);
    }

    private void Show(string example)
    {
        if (_examples.Count < MostExamples)
            _examples.Add(example);
    }
}
