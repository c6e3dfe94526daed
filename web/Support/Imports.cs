using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;

namespace Mihari.Web.Support;

/// <summary>
/// The imports of this node, the newest of each customer. A file is checked whole before anything is written; then contract by
/// contract is registered, which changes nothing where it was done before.
/// </summary>
internal sealed partial class Imports(IGrainFactory grains, TimeProvider time, ILogger<Imports> log)
{
    private const int Together = 32;
    private const int AskedAtOnce = 500;

    /// <summary>After that a job and its keys are forgotten.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock _begin = new();
    private readonly ConcurrentDictionary<CustomerId, ImportJob> _jobs = new();

    /// <summary>The customer's newest import; null: none in the last hour.</summary>
    public ImportJob? Of(CustomerId customer) => _jobs.GetValueOrDefault(customer);

    /// <summary>The import of that id; null where it is over or was never.</summary>
    public ImportJob? Find(string id) => _jobs.Values.FirstOrDefault(j => string.Equals(j.Id, id, StringComparison.Ordinal));

    /// <summary>Begins to check a file, in place of the customer's import before.</summary>
    /// <exception cref="ConflictException">That one is still at work.</exception>
    public ImportJob Check(Caller by, CustomerId customer, byte[] file)
    {
        ImportJob job;
        lock (_begin)
        {
            var before = Of(customer);
            if (before?.State.IsAtWork is true)
                throw new ConflictException("file", "another one is at work");

            _jobs[customer] = job = new ImportJob(customer, before);
        }

        job.Work = Run(job, () => Check(by, job, file));
        return job;
    }

    /// <summary>Writes what the check found new.</summary>
    /// <exception cref="ConflictException">Another file came after it, or it is over.</exception>
    public void Write(Caller by, ImportJob job)
    {
        if (Begin(job, keysAlone: false))
            job.Work = Run(job, () => Write(job, job.Plan!.Groups, group => Register(by, job.Customer, job, group)));
    }

    /// <summary>
    /// Issues new keys for the file's devices that are registered and never connected: theirs are lost where the node ended, or the
    /// file of keys never arrived.
    /// </summary>
    /// <exception cref="ConflictException">Another file came after it, or it is over.</exception>
    public void IssueKeys(Caller by, ImportJob job)
    {
        if (Begin(job, keysAlone: true))
            job.Work = Run(job, () => Write(job, [.. job.Plan!.Keyless.SelectMany(Chunks)], group => IssueKeys(by, job, group)));
    }

    /// <summary>Only the customer's newest: the keys of any other would be found by nobody.</summary>
    private bool Begin(ImportJob job, bool keysAlone)
    {
        lock (_begin)
            return Of(job.Customer) == job ? job.TryWrite(keysAlone) : throw new ConflictException("file", "is not the newest", Clash.ChangedMeanwhile);
    }

    /// <summary>Forgets an import that is not at work, with its keys.</summary>
    public void Forget(ImportJob job)
    {
        if (!job.State.IsAtWork)
            _jobs.TryRemove(KeyValuePair.Create(job.Customer, job));
    }

    private async Task Check(Caller by, ImportJob job, byte[] file)
    {
        var sheet = ImportFile.Read(file);
        job.Become(s => s with { Total = sheet.Rows.Length });
        var (contracts, devices) = sheet.Rows.IsEmpty ? ([], []) : await Find(by, sheet.Rows);
        var plan = ImportPlan.Make(job.Customer, sheet.Rows, contracts, devices);
        job.Plan = plan;
        var faults = sheet.Faults.AddRange(plan.Faults).Sort((a, b) => a.Line.CompareTo(b.Line));
        job.Become(s => s with
        {
            Step = faults.IsEmpty ? ImportStep.Ready : ImportStep.Refused,
            New = plan.Groups.Sum(g => g.Rows.Length),
            Unchanged = plan.Unchanged,
            Keyless = plan.Keyless.Sum(g => g.Rows.Length),
            Faults = faults,
        });
    }

    private async Task<(IReadOnlyCollection<RegisteredContract> Contracts, IReadOnlyCollection<RegisteredDevice> Devices)> Find(Caller by, ImmutableArray<ImportRow> rows)
    {
        var desk = grains.GetGrain<ISupportDesk>(ISupportDesk.Key);
        var contracts = new ConcurrentBag<RegisteredContract>();
        var devices = new ConcurrentBag<RegisteredDevice>();
        var asked = rows.Select(r => r.Contract).Distinct().Chunk(AskedAtOnce).Select(c => (c, Array.Empty<DeviceId>()))
            .Concat(rows.Chunk(AskedAtOnce).Select(r => (Array.Empty<ContractNumber>(), r.Select(x => x.Device).ToArray())));
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (some, _) =>
        {
            var found = await desk.FindRegistrations(by, [.. some.Item1], [.. some.Item2]);
            foreach (var contract in found.Contracts)
                contracts.Add(contract);

            foreach (var device in found.Devices)
                devices.Add(device);
        });
        return (contracts, devices);
    }

    private static async Task Write(ImportJob job, ImmutableArray<ImportGroup> groups, Func<ImportGroup, Task> write)
    {
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (group, _) => await write(group));
        job.Become(s => s with { Step = ImportStep.Done });
    }

    private async Task Register(Caller by, CustomerId customer, ImportJob job, ImportGroup group)
    {
        var keys = group.Rows.ToDictionary(r => r.Device, r => r.Key ?? DeviceKeys.New());
        ImmutableArray<ShippedDevice> shipped = [.. group.Rows.Select(r => DeviceKeys.Shipped(r.Device, keys[r.Device]))];
        try
        {
            await grains.GetGrain<IContractGrain>(group.Contract.Value).Register(by, customer, shipped);
        }
        catch (RefusalException)
        {
            Miss(job, group.Rows);
            return;
        }

        var own = (await grains.GetGrain<IContractDesk>(group.Contract.Value).Match(by, shipped)).ToHashSet();
        job.Keep(group.Rows.Where(r => r.Key is null && own.Contains(r.Device)).Select(r => (r, keys[r.Device])));
        var earlier = group.Rows.Where(r => r.Key is null && !own.Contains(r.Device)).Select(r => new ImportFault(r.Line, ImportField.Key, ImportRule.EarlierKey));
        job.Become(s => s with { Done = s.Done + group.Rows.Length, Faults = s.Faults.AddRange(earlier) });
    }

    private static IEnumerable<ImportGroup> Chunks(ImportGroup group) => group.Rows.Chunk(AskedAtOnce).Select(rows => group with { Rows = [.. rows] });

    private async Task IssueKeys(Caller by, ImportJob job, ImportGroup group)
    {
        // Asked again: one that has connected since the check has a key that works.
        var found = await grains.GetGrain<ISupportDesk>(ISupportDesk.Key).FindRegistrations(by, [], [.. group.Rows.Select(r => r.Device)]);
        var waiting = found.Devices.Where(d => d.Contract == group.Contract && !d.HasConnected).Select(d => d.Device).ToHashSet();
        var desk = grains.GetGrain<IContractDesk>(group.Contract.Value);
        foreach (var row in group.Rows)
        {
            try
            {
                if (waiting.Contains(row.Device))
                    job.Keep([(row, await desk.IssueKey(by, row.Device))]);
                else
                    Miss(job, [row]);
            }
            catch (RefusalException)
            {
                Miss(job, [row]);
            }

            job.Become(s => s with { Done = s.Done + 1 });
        }
    }

    /// <summary>Somebody else was there first since the check.</summary>
    private static void Miss(ImportJob job, IEnumerable<ImportRow> rows) =>
        job.Become(s => s with { Faults = s.Faults.AddRange(rows.Select(r => new ImportFault(r.Line, ImportField.None, ImportRule.Changed))) });

    /// <summary>Off the caller's turn: it goes on when the page is left.</summary>
    private async Task Run(ImportJob job, Func<Task> work)
    {
        try
        {
            await Task.Run(work);
        }
        catch (Exception error)
        {
            job.Become(s => s with { Step = ImportStep.Broken });
            BrokeOff(log, error);
        }

        job.End?.Dispose(); // The one from before this step, which would end it too early.
        if (!job.State.IsAtWork)
            job.End = time.CreateTimer(_ => Forget(job), null, Kept, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(EventId = 6300, Level = LogLevel.Error, Message = "An import broke off; the same file again completes it")]
    private static partial void BrokeOff(ILogger logger, Exception error);
}
