using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Tests.Web.Live;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Support;

/// <summary>A file is checked whole before anything is written, and can be given again at any time (manual 6).</summary>
public sealed class ImportsTests
{
    private const string Header = "contract,mac,key\n";
    private const string OwnKey = "0123456789abcdef0123";
    private static readonly CustomerId Mine = new("mine");
    private static readonly Caller Support = new(new AccountId("s1"), null, Role.Support);

    private readonly Registry _registry = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Imports _imports;

    public ImportsTests() => _imports = new Imports(_registry.Grains.Factory, _time, NullLogger<Imports>.Instance);

    [Fact]
    public async Task Check_OfAFileWithOneMistake_WritesNoneOfIt_AndTellsEveryLine()
    {
        _registry.Register(new CustomerId("theirs"), new ContractNumber("K-9"));
        var job = await Check(Header + "K-9,020000000001,\nK-1,no mac,\nK-2,020000000002,\nK-2,020000000002,\n");

        await Write(job);

        Assert.Equal(ImportStep.Refused, job.State.Step);
        Assert.Equal(
            [(2, ImportField.Contract, ImportRule.OthersContract), (3, ImportField.Mac, ImportRule.MacAddress), (5, ImportField.Mac, ImportRule.Repeated)],
            job.State.Faults.Select(f => (f.Line, f.Field, f.Rule)));
        Assert.Empty(_registry.Asked);
        Assert.Empty(_registry.Devices);
        Assert.Null(job.TakeKeys());
    }

    [Fact]
    public async Task Check_WritesNothing_UntilItIsTold()
    {
        var job = await Check(Header + "K-1,020000000001,\n");

        Assert.Equal((ImportStep.Ready, 1, 1, 0), (job.State.Step, job.State.Total, job.State.New, job.State.Unchanged));
        Assert.Empty(_registry.Asked);
    }

    [Fact]
    public async Task Write_RegistersEveryRow_AndHandsOutOnceTheKeysThatItMade()
    {
        var job = await Check(Header + $"K-2,020000000003,\nK-1,020000000001,\nK-1,020000000002,{OwnKey}\n");

        await Write(job);

        Assert.Equal((ImportStep.Done, 3, 3), (job.State.Step, job.State.Done, job.State.New));
        Assert.Equal(["K-1 020000000001", "K-1 020000000002", "K-2 020000000003"], _registry.Devices);
        Assert.Equal(Hash(OwnKey), _registry.Hashes[DeviceId.Parse("020000000002")].AsEnumerable());
        Assert.True(job.State.HasKeys);
        var keys = job.TakeKeys()!;
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), keys[..3]);
        var rows = Rows(keys);
        Assert.Equal(["contract mac", "K-1 020000000001", "K-2 020000000003"], rows.Select(r => $"{r[0]} {r[1]}"));
        Assert.All(rows.Skip(1), r => Assert.Equal(Hash(r[2]), _registry.Hashes[DeviceId.Parse(r[1])].AsEnumerable()));
        Assert.False(job.State.HasKeys);
        Assert.Null(job.TakeKeys());
    }

    [Fact]
    public async Task Write_Twice_WritesOnce()
    {
        var job = await Check(Header + "K-1,020000000001,\n");

        await Write(job);
        await Write(job);

        Assert.Single(_registry.Asked);
        Assert.Equal(1, job.State.Done);
    }

    [Fact]
    public async Task Write_OfAFileThatAnotherCameAfter_IsRefusedAndWritesNothing()
    {
        var first = await Check(Header + "K-1,020000000001,\n");
        await Check(Header + "K-2,020000000002,\n");

        Assert.Throws<ConflictException>(() => _imports.Write(Support, first));

        Assert.Empty(_registry.Asked);
        Assert.Equal(ImportStep.Ready, first.State.Step);
    }

    [Fact]
    public async Task SameFileAgain_ChangesNothing()
    {
        var file = Header + "K-1,020000000001,\nK-2,020000000002,\n";
        await Write(await Check(file));
        var before = _registry.Hashes.ToDictionary();

        var again = await Check(file);
        await Write(again);

        Assert.Equal((0, 2, 0), (again.State.New, again.State.Unchanged, again.State.Done));
        Assert.True(again.State.HasKeys); // Nobody has fetched those of the first time yet.
        Assert.Equal(2, _registry.Asked.Count);
        Assert.Equal(before, _registry.Hashes);
    }

    [Fact]
    public async Task BrokenOffInTheMiddle_TheSameFileAgainCompletesIt_WithOneKeyForEachDevice()
    {
        var file = Encoding.UTF8.GetString(ImportFileTests.Rows(200, perContract: 2));
        _registry.Broken = number => number.Value == "K-70" ? new TimeoutException() : null;
        var first = await Check(file);
        await Write(first);
        var (done, early) = (first.State.Done, Rows(first.TakeKeys()!));

        _registry.Broken = _ => null;
        var second = await Check(file);
        await Write(second);

        Assert.Equal(ImportStep.Broken, first.State.Step);
        Assert.InRange(done, 2, 198);
        Assert.Equal((ImportStep.Done, 200 - done, done), (second.State.Step, second.State.Done, second.State.Unchanged));
        Assert.Empty(second.State.Faults);
        Assert.Equal(200, _registry.Devices.Count());
        var keys = early.Skip(1).Concat(Rows(second.TakeKeys()!).Skip(1)).ToDictionary(r => DeviceId.Parse(r[1]), r => r[2]);
        Assert.Equal(_registry.Hashes.Keys.Select(d => d.Value).Order(StringComparer.Ordinal), keys.Keys.Select(d => d.Value).Order(StringComparer.Ordinal));
        Assert.All(keys, k => Assert.Equal(Hash(k.Value), _registry.Hashes[k.Key].AsEnumerable()));
    }

    [Fact]
    public async Task Write_OfWhatSomebodyElseTookSinceTheCheck_TellsItsLines_AndRegistersTheRest()
    {
        var job = await Check(Header + "K-1,020000000001,\nK-2,020000000002,\nK-1,020000000003,\n");
        _registry.Broken = number => number.Value == "K-1" ? new ConflictException("contract", "another customer's", Clash.Taken) : null;

        await Write(job);

        Assert.Equal((ImportStep.Done, 1), (job.State.Step, job.State.Done));
        Assert.Equal([(2, ImportRule.Changed), (4, ImportRule.Changed)], job.State.Faults.Select(f => (f.Line, f.Rule)));
        Assert.Equal(["K-2"], Rows(job.TakeKeys()!).Skip(1).Select(r => r[0]));
    }

    [Fact]
    public async Task Write_OfADeviceThatSomebodyElseRegisteredMeanwhile_HandsOutNoKeyForIt()
    {
        var job = await Check(Header + "K-1,020000000001,\nK-1,020000000002,\n");
        _registry.Register(Mine, new ContractNumber("K-1"), new ShippedDevice(DeviceId.Parse("020000000001"), [.. Hash("theirs")]));

        await Write(job);

        Assert.Equal(["020000000002"], Rows(job.TakeKeys()!).Skip(1).Select(r => r[1]));
        Assert.Equal([(2, ImportRule.EarlierKey)], job.State.Faults.Select(f => (f.Line, f.Rule)));
    }

    [Fact]
    public async Task IssueKeys_GivesNewOnesToWhatNeverConnected_AndToNothingElse()
    {
        DeviceId[] devices = [DeviceId.Parse("020000000001"), DeviceId.Parse("020000000002"), DeviceId.Parse("020000000003")];
        _registry.Register(Mine, new ContractNumber("K-1"), devices.Select(d => DeviceKeys.Shipped(d, "lost")));
        _registry.Connected.Add(devices[0]);
        var job = await Check(Header + "K-1,020000000001,\nK-1,020000000002,\nK-1,020000000003,\n");
        _registry.Connected.Add(devices[1]);

        _imports.IssueKeys(Support, job);
        await job.Work.WaitAsync(Wait.Long);

        Assert.Equal((ImportStep.Done, 2, 2, 3), (job.State.Step, job.State.Keyless, job.State.Done, job.State.Unchanged));
        Assert.Equal([(3, ImportRule.Changed)], job.State.Faults.Select(f => (f.Line, f.Rule)));
        Assert.Equal(["020000000003 issued-020000000003"], Rows(job.TakeKeys()!).Skip(1).Select(r => $"{r[1]} {r[2]}"));
        Assert.Equal(Hash("lost"), _registry.Hashes[devices[0]].AsEnumerable());
        Assert.Equal(Hash("lost"), _registry.Hashes[devices[1]].AsEnumerable());
        Assert.Empty(_registry.Asked);
    }

    [Fact]
    public async Task Check_WhileAnotherIsAtWork_IsRefused_AndForAnotherCustomerIsNot()
    {
        var until = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _registry.Until = until.Task;
        var first = Begin(Header + "K-1,020000000001,\n");

        Assert.Throws<ConflictException>(() => Begin(Header + "K-2,020000000002,\n"));
        var other = _imports.Check(Support, new CustomerId("other"), Encoding.UTF8.GetBytes(Header + "K-2,020000000002,\n"));

        until.SetResult();
        await Task.WhenAll(first.Work, other.Work).WaitAsync(Wait.Long);
        Assert.Equal((ImportStep.Ready, ImportStep.Ready), (first.State.Step, other.State.Step));
        Assert.Same(first, _imports.Of(Mine));
    }

    [Fact]
    public void Keys_CannotBeTaken_WhileItWrites()
    {
        var job = new ImportJob(Mine);
        job.Become(s => s with { Step = ImportStep.Writing });
        job.Keep([(new ImportRow(2, new ContractNumber("K-1"), DeviceId.Parse("020000000001"), null), "key-1")]);
        Assert.Null(job.TakeKeys());

        job.Become(s => s with { Step = ImportStep.Done });

        Assert.NotNull(job.TakeKeys());
    }

    [Fact]
    public async Task Import_IsForgottenAnHourAfterItsEnd()
    {
        var job = await Check(Header + "K-1,020000000001,\n");
        _time.Advance(TimeSpan.FromMinutes(59));
        await Write(job);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Same(job, _imports.Find(job.Id));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(_imports.Find(job.Id));
        Assert.Null(_imports.Of(Mine));
    }

    [Fact]
    public async Task Check_ByWhoIsNotSupport_FindsNothingOut()
    {
        var job = _imports.Check(new Caller(new AccountId("a1"), Mine, Role.Administrator), Mine, Encoding.UTF8.GetBytes(Header + "K-1,020000000001,\n"));
        await job.Work.WaitAsync(Wait.Long);
        await Write(job);

        Assert.Equal(ImportStep.Broken, job.State.Step);
        Assert.Empty(_registry.Asked);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static List<ImmutableArray<string>> Rows(byte[] csv) =>
        [.. Csv.Read(Encoding.UTF8.GetString(csv).TrimStart('\uFEFF')).Select(r => r.Cells)];

    private ImportJob Begin(string file) => _imports.Check(Support, Mine, Encoding.UTF8.GetBytes(file));

    private async Task<ImportJob> Check(string file)
    {
        var job = Begin(file);
        await job.Work.WaitAsync(Wait.Long);
        return job;
    }

    private async Task Write(ImportJob job)
    {
        _imports.Write(Support, job);
        await job.Work.WaitAsync(Wait.Long);
    }
}
