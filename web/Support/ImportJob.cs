using System.Collections.Immutable;
using System.Text;
using Mihari.Identifiers;

namespace Mihari.Web.Support;

/// <summary>How far an import is.</summary>
internal enum ImportStep
{
    /// <summary>The file is read and held against what is registered.</summary>
    Checking = 1,

    /// <summary>Something is wrong with it; nothing was written.</summary>
    Refused = 2,

    /// <summary>It is right, and waits for a word to be written.</summary>
    Ready = 3,

    /// <summary>It is being written.</summary>
    Writing = 4,

    /// <summary>All of it is registered, but for what <see cref="ImportState.Faults"/> tells.</summary>
    Done = 5,

    /// <summary>It broke off; the same file again goes on where it ended.</summary>
    Broken = 6,
}

/// <summary>An import at a moment.</summary>
/// <param name="Step">How far it is.</param>
/// <param name="Total">Rows of the file.</param>
/// <param name="New">Rows that are to be registered.</param>
/// <param name="Done">Rows of those that have been written.</param>
/// <param name="Unchanged">Rows that were registered already.</param>
/// <param name="Faults">What is wrong, in the order of the lines.</param>
/// <param name="Keyless">Rows of those whose devices never connected and may lack a key that anybody knows.</param>
/// <param name="IssuesKeys">Whether keys alone are written, for <paramref name="Keyless"/>.</param>
/// <param name="HasKeys">Whether there are keys to be fetched.</param>
internal sealed record ImportState(
    ImportStep Step,
    int Total = 0,
    int New = 0,
    int Done = 0,
    int Unchanged = 0,
    int Keyless = 0,
    bool IssuesKeys = false,
    ImmutableArray<ImportFault> Faults = default,
    bool HasKeys = false)
{
    public bool IsAtWork => Step is ImportStep.Checking or ImportStep.Writing;

    /// <summary>Rows that are being written, or were.</summary>
    public int Written => IssuesKeys ? Keyless : New;
}

/// <summary>One file on its way in; it goes on when its page is left, and is found again by its customer. Memory only.</summary>
/// <param name="customer">Whose devices they are.</param>
/// <param name="before">The import that it comes after: keys of that one that nobody has fetched are offered with its own.</param>
internal sealed class ImportJob(CustomerId customer, ImportJob? before = null)
{
    private readonly Lock _gate = new();
    private readonly List<(ImportRow Row, string Key)> _keys = before?.Leave() ?? [];
    private ImportState _state = new(ImportStep.Checking, Faults: []);

    /// <summary>Not to be guessed: it is the address of the keys.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public CustomerId Customer { get; } = customer;

    /// <summary>What was found new; once the check is over.</summary>
    public ImportPlan? Plan { get; set; }

    /// <summary>The work that is under way, or the last that was.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Ends it in an hour.</summary>
    public ITimer? End { get; set; }

    public ImportState State
    {
        get
        {
            lock (_gate)
                return _state with { HasKeys = _keys.Count > 0 };
        }
    }

    public void Become(Func<ImportState, ImportState> next)
    {
        lock (_gate)
            _state = next(_state);
    }

    /// <summary>From being ready to being written: of two that want to, one does.</summary>
    public bool TryWrite(bool keysAlone)
    {
        lock (_gate)
        {
            if (_state.Step != ImportStep.Ready)
                return false;

            _state = _state with { Step = ImportStep.Writing, IssuesKeys = keysAlone };
            return true;
        }
    }

    public void Keep(IEnumerable<(ImportRow Row, string Key)> keys)
    {
        lock (_gate)
            _keys.AddRange(keys);
    }

    /// <summary>The keys that were made, by contract and in the order of the file, as a spreadsheet reads them; once, then they are gone. Null where there are none.</summary>
    public byte[]? TakeKeys()
    {
        lock (_gate)
        {
            if (_state.IsAtWork || _keys.Count == 0)
                return null;

            var text = new StringBuilder("\uFEFF").Append(Csv.Row("contract", "mac", "key"));
            foreach (var (row, key) in _keys.OrderBy(k => k.Row.Contract.Value, StringComparer.Ordinal).ThenBy(k => k.Row.Line))
                text.Append(Csv.Row(row.Contract.Value, row.Device.Value, key));

            _keys.Clear();
            return Encoding.UTF8.GetBytes(text.ToString());
        }
    }

    private List<(ImportRow Row, string Key)> Leave()
    {
        lock (_gate)
        {
            List<(ImportRow, string)> left = [.. _keys];
            _keys.Clear();
            return left;
        }
    }
}
