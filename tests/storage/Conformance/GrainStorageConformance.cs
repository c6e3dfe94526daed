using System.Collections.Immutable;
using System.Globalization;
using Mihari.Identifiers;
using Mihari.Storage.GrainState;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Mihari.Tests.Storage.Conformance;

/// <summary>What every provider of grain storage must do.</summary>
public abstract class GrainStorageConformance
{
    private const string Name = "conformance";

    protected abstract IGrainStorage Storage { get; }

    protected abstract IGrainStateIndex Index { get; }

    private static GrainId Fresh() => GrainId.Create("conformance", Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task Read_NothingStored_GivesAnEmptyStateWithoutRecord()
    {
        var state = new GrainState<RichState> { State = new RichState { Name = "left over" }, ETag = "left over", RecordExists = true };

        await Storage.ReadStateAsync(Name, Fresh(), state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal("", state.State!.Name);
    }

    [Fact]
    public async Task Read_NothingStoredOfATypeWithoutConstructor_IsNoError()
    {
        var (text, array, positional) = (new GrainState<string>(), new GrainState<byte[]>(), new GrainState<Sensor>());

        await Storage.ReadStateAsync(Name, Fresh(), text);
        await Storage.ReadStateAsync(Name, Fresh(), array);
        await Storage.ReadStateAsync(Name, Fresh(), positional);

        Assert.Equal((null, null), (text.State, array.State));
        Assert.False(positional.State!.Open);
    }

    [Fact]
    public async Task Write_EverySortOfField_ComesBackEqual()
    {
        var device = DeviceId.Parse("0011223344AA");
        var sensor = new Sensor(new SensorId(device, "motion"), new DateTimeOffset(2026, 11, 22, 3, 4, 5, 123, TimeSpan.FromHours(9)).AddTicks(7), true);
        var written = new RichState
        {
            Name = "エントランス 🎥 \"x\" \\ \u0001",
            Remark = null,
            At = DateTimeOffset.MaxValue,
            For = TimeSpan.FromTicks(-1),
            Ratio = double.PositiveInfinity,
            Key = [0, 255, 1],
            Span = new Span(TimeSpan.MaxValue, int.MinValue),
            Device = device,
            Room = new RoomId("部屋"),
            Sensors = [sensor, sensor with { Last = null }],
            ByDevice = ImmutableDictionary<DeviceId, Sensor>.Empty.Add(device, sensor),
            ByName = ImmutableDictionary<string, Span>.Empty.Add("é/ü", new Span(TimeSpan.Zero, 1)),
        };
        var id = Fresh();

        var (read, _) = await WriteAndRead(id, written);

        Assert.Equal(written.Sensors.AsEnumerable(), read.Sensors);
        Assert.Equal(written.Key, read.Key);
        Assert.Equal(written.ByDevice, read.ByDevice.AsEnumerable());
        Assert.Equal(written.ByName, read.ByName.AsEnumerable());
        Assert.True(read.NeverSet.IsDefault);
        // The rest compares by value once the collections are the same objects.
        Assert.Equal(written, read with { Sensors = written.Sensors, Key = written.Key, ByDevice = written.ByDevice, ByName = written.ByName });
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((64 << 10) + 1)]
    [InlineData((1 << 20) + 1)]
    public async Task Write_StateOfAnySize_ComesBackEqual(int? size)
    {
        byte[]? bytes = null;
        if (size is { } length)
        {
            bytes = new byte[length];
            new Random(1).NextBytes(bytes);
        }

        var (read, _) = await WriteAndRead(Fresh(), new BlobState { Bytes = bytes });

        Assert.Equal(bytes, read.Bytes);
    }

    [Fact]
    public async Task Write_AgainWithTheETagItGave_Succeeds()
    {
        var (id, state) = (Fresh(), new GrainState<BlobState> { State = new BlobState { Bytes = [1] } });
        await Storage.WriteStateAsync(Name, id, state);
        var first = state.ETag;

        state.State = new BlobState { Bytes = [2] };
        await Storage.WriteStateAsync(Name, id, state);

        Assert.True(state.RecordExists);
        Assert.NotEqual(first, state.ETag);
        Assert.Equal([2], (await Read(id)).State!.Bytes!);
    }

    [Fact]
    public async Task Write_StaleETag_IsRefusedWithBothETags()
    {
        var id = Fresh();
        var (_, mine) = await WriteAndRead(id, new BlobState { Bytes = [1] });
        var theirs = await Read(id);
        await Storage.WriteStateAsync(Name, id, theirs);

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, id, mine));

        Assert.Equal(theirs.ETag, refusal.StoredEtag);
        Assert.Equal(mine.ETag, refusal.CurrentEtag);
        Assert.Equal(theirs.ETag, (await Read(id)).ETag);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [InlineData("*")]
    public async Task Write_ForeignETagWhileStored_IsRefused(string? etag)
    {
        var id = Fresh();
        await WriteAndRead(id, new BlobState { Bytes = [1] });

        var other = new GrainState<BlobState> { State = new BlobState { Bytes = [2] }, ETag = etag };
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, id, other));

        Assert.Equal([1], (await Read(id)).State!.Bytes!);
    }

    [Fact]
    public async Task Write_ManyAtOnceOnOneKey_OneWins()
    {
        var id = Fresh();
        await WriteAndRead(id, new BlobState());
        var writers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ => await Read(id)));

        var outcomes = await Task.WhenAll(writers.Select(async (state, n) =>
        {
            state.State = new BlobState { Bytes = [(byte)n] };
            try
            {
                await Storage.WriteStateAsync(Name, id, state);
                return n;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        }));

        var winner = Assert.Single(outcomes, outcome => outcome >= 0);
        Assert.Equal([(byte)winner], (await Read(id)).State!.Bytes!);
    }

    [Fact]
    public async Task Write_FailureOfOneAmongMany_FailsThatOneOnly()
    {
        var contested = Fresh();
        await WriteAndRead(contested, new BlobState());
        var ids = Enumerable.Range(0, 200).Select(_ => Fresh()).ToList();

        var good = ids.Select(id => Storage.WriteStateAsync(Name, id, new GrainState<BlobState> { State = new BlobState { Bytes = [9] } })).ToList();
        var bad = Storage.WriteStateAsync(Name, contested, new GrainState<BlobState> { State = new BlobState { Bytes = [2] } });

        await Assert.ThrowsAsync<InconsistentStateException>(() => bad);
        await Task.WhenAll(good);
        foreach (var id in ids)
            Assert.Equal([9], (await Read(id)).State!.Bytes!);
    }

    [Fact]
    public async Task Clear_Stored_LeavesNoRecordAndLaterWriteWorks()
    {
        var id = Fresh();
        var (_, state) = await WriteAndRead(id, new BlobState { Bytes = [1] });

        await Storage.ClearStateAsync(Name, id, state);
        Assert.False(state.RecordExists);
        Assert.Null(state.State!.Bytes);
        Assert.False((await Read(id)).RecordExists);

        state.State = new BlobState { Bytes = [2] };
        await Storage.WriteStateAsync(Name, id, state);
        Assert.Equal([2], (await Read(id)).State!.Bytes!);
    }

    [Fact]
    public async Task Clear_StaleETag_IsRefused()
    {
        var id = Fresh();
        var (_, mine) = await WriteAndRead(id, new BlobState { Bytes = [1] });
        await Storage.WriteStateAsync(Name, id, await Read(id));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(Name, id, mine));

        Assert.True((await Read(id)).RecordExists);
    }

    [Fact]
    public async Task Clear_NothingStored_IsNoError()
    {
        var state = new GrainState<BlobState>();

        await Storage.ClearStateAsync(Name, Fresh(), state);

        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task Write_ETagFromBeforeAClearAndRewrite_IsRefused()
    {
        var id = Fresh();
        var (_, before) = await WriteAndRead(id, new BlobState { Bytes = [1] });
        var other = await Read(id);
        await Storage.ClearStateAsync(Name, id, other);
        await Storage.WriteStateAsync(Name, id, other);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, id, before));
    }

    [Fact]
    public async Task Write_AfterSomebodyElseCleared_IsRefused()
    {
        var id = Fresh();
        var (_, before) = await WriteAndRead(id, new BlobState { Bytes = [1] });
        await Storage.ClearStateAsync(Name, id, await Read(id));

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, id, before));

        Assert.Null(refusal.StoredEtag);
    }

    [Fact]
    public async Task Read_AnotherStateNameOrGrain_IsSeparate()
    {
        var key = Guid.NewGuid().ToString("N");
        var id = GrainId.Create("conformance", key);
        await WriteAndRead(id, new BlobState { Bytes = [1] });

        Assert.False((await Read(id, "other")).RecordExists);
        Assert.False((await Read(GrainId.Create("conformance2", key))).RecordExists);
        Assert.False((await Read(GrainId.Create("conformance", key + "/x"))).RecordExists);
    }

    [Theory]
    [InlineData("0011223344AA/door-1")]
    [InlineData("部屋 101 🎥")]
    [InlineData("a'b\"c%_d+e")]
    [InlineData("Case")]
    [InlineData("case")]
    public async Task Write_KeyOfAnyCharacters_ComesBack(string key)
    {
        var id = GrainId.Create("conformance", key);

        var (read, _) = await WriteAndRead(id, new BlobState { Bytes = [3] });

        Assert.Equal([3], read.Bytes!);
        Assert.Equal([key], await Index.Keys(Name).ToListAsync());
    }

    [Fact]
    public async Task Read_StateOfANewerVersion_IgnoresUnknownAndDefaultsAbsentFields()
    {
        var id = Fresh();
        await Storage.WriteStateAsync(Name, id, new GrainState<NewState> { State = new NewState { Kept = 5 } });

        var old = new GrainState<OldState>();
        await Storage.ReadStateAsync(Name, id, old);

        Assert.Equal(new OldState { Kept = 5, Gone = 7 }, old.State);
    }

    [Fact]
    public async Task Keys_ManyStored_StreamsEachOfThatNameOnce()
    {
        var keys = Enumerable.Range(0, 2_500).Select(n => n.ToString("D5", CultureInfo.InvariantCulture)).ToList();
        await Task.WhenAll(keys.Select(key => Storage.WriteStateAsync("many", GrainId.Create("g", key), new GrainState<BlobState> { State = new BlobState() })));
        await Storage.WriteStateAsync("few", GrainId.Create("g", "one"), new GrainState<BlobState> { State = new BlobState() });
        var cleared = await Read(GrainId.Create("g", keys[7]), "many");
        await Storage.ClearStateAsync("many", GrainId.Create("g", keys[7]), cleared);

        var found = await Index.Keys("many").ToListAsync();

        Assert.Equal(keys.Where((_, n) => n != 7), found.Order(StringComparer.Ordinal));
        Assert.Equal(["one"], await Index.Keys("few").ToListAsync());
        Assert.Empty(await Index.Keys("none").ToListAsync());
    }

    private async Task<GrainState<BlobState>> Read(GrainId id, string name = Name)
    {
        var state = new GrainState<BlobState>();
        await Storage.ReadStateAsync(name, id, state);
        return state;
    }

    private async Task<(T Read, GrainState<T> State)> WriteAndRead<T>(GrainId id, T value)
        where T : new()
    {
        var written = new GrainState<T> { State = value };
        await Storage.WriteStateAsync(Name, id, written);
        Assert.True(written.RecordExists);

        var read = new GrainState<T>();
        await Storage.ReadStateAsync(Name, id, read);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        return (read.State!, read);
    }
}
