using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Web.Fleet;

namespace Mihari.Benchmarks.Fleet;

/// <summary>
/// What the view of all cameras costs a web node: a keystroke of the search, another order, and what it takes to learn that all of them went
/// offline. 10,000 cameras in 250 buildings. No answer is one that was kept: each is asked of a snapshot of its own.
/// </summary>
[Config(typeof(InProcessConfig))]
public class FleetBenchmarks
{
    private const int Buildings = 250;
    private const int PerBuilding = 40;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");
    private static readonly string[] Rooms = ["エントランス", "ごみ集積場", "駐輪場", "駐車場", "サブエントランス"];

    private readonly CustomerId _customer = new("c1");
    private ImmutableArray<Dashboard> _dashboards;
    private ImmutableArray<ProjectionDelta<CameraCard>>[] _deltas = [];
    private FleetIndex _index = null!;
    private FleetSnapshot _fleet = null!;
    private long _round;

    [GlobalSetup]
    public void Setup()
    {
        _dashboards = [.. Enumerable.Range(0, Buildings).Select(BuildingOf)];
        _deltas = [.. new[] { Presence.Offline, Presence.Online }.Select(presence => _dashboards.Select(d => Delta(d, presence)).ToImmutableArray())];
        _index = Filled();
        _fleet = _index.Publish();
        _fleet.Ranks.ByPlace(Japanese);
    }

    [Benchmark(Description = "keystroke: one letter, most match")]
    public int Letter() => FleetQuery.Run(_fleet, new FleetFilter { Text = "か" }, Japanese).Rows.Length;

    [Benchmark(Description = "keystroke: two words, few match")]
    public int Words() => FleetQuery.Run(_fleet, new FleetFilter { Text = "サンライズ12 駐車" }, Japanese).Rows.Length;

    [Benchmark(Description = "keystroke: part of a MAC address")]
    public int Mac() => FleetQuery.Run(_fleet, new FleetFilter { Text = "02:aa:00:00:1" }, Japanese).Rows.Length;

    [Benchmark(Description = "another order: by state")]
    public int ByState() => FleetQuery.Run(_fleet, new FleetFilter { Sort = FleetSort.State }, Japanese).Rows.Length;

    [Benchmark(Description = "another order: by firmware, the oldest last")]
    public int ByFirmware() => FleetQuery.Run(_fleet, new FleetFilter { Sort = FleetSort.Firmware, IsDescending = true }, Japanese).Rows.Length;

    [Benchmark(Description = "names put in order, after one changed")]
    public int Names() => new FleetRanks(_fleet.Rows).ByPlace(Japanese).Length;

    [Benchmark(Description = "all 10,000 change, and a snapshot with its counts")]
    public int Storm()
    {
        // A status that is not newer changes nothing.
        _round++;
        var deltas = _deltas[_round % 2];
        for (var i = 0; i < deltas.Length; i++)
            _index.Take(_dashboards[i].Building, Newer(deltas[i]), Now);

        return FleetQuery.Run(_index.Publish(), FleetFilter.Everything, Japanese).States.Offline;
    }

    [Benchmark(Description = "the index from nothing")]
    public int Cold() => Filled().Publish().Rows.Length;

    private FleetIndex Filled()
    {
        var index = new FleetIndex(_customer);
        index.Take("さくら管理", [.. _dashboards.Select(d => new BuildingSummary(d.Building, d.Name, Rooms.Length, PerBuilding, PerBuilding, 0, 0))]);
        foreach (var dashboard in _dashboards)
            index.Take(dashboard, Now);

        return index;
    }

    private ProjectionDelta<CameraCard> Newer(ProjectionDelta<CameraCard> delta) => delta with
    {
        Changed = [.. delta.Changed.Select(card => card with { Status = card.Status with { Version = _round + 1 } })],
    };

    private static ProjectionDelta<CameraCard> Delta(Dashboard dashboard, Presence presence) => new(
        new ProjectionPosition("i", 2), [.. dashboard.Cameras.Items.Select(card => card with { Status = card.Status with { Presence = presence } })], []);

    private Dashboard BuildingOf(int building) => new(
        new BuildingId($"b{building}"), _customer, $"サンライズ{building}号館",
        [.. Rooms.Select((name, room) => new RoomEntry(new RoomId($"b{building}r{room}"), name, null, new ContractNumber($"SPID-{building}-{room}")))],
        new ProjectionSnapshot<CameraCard>(new ProjectionPosition("i", 1), [.. Enumerable.Range(0, PerBuilding).Select(camera => Camera(building, camera))]));

    private static CameraCard Camera(int building, int camera)
    {
        var id = DeviceId.Parse(string.Create(CultureInfo.InvariantCulture, $"02AA{(building * PerBuilding) + camera + 1:X8}"));
        var status = new CameraStatus(
            id, 1, $"{Rooms[camera % Rooms.Length]}カメラ{camera + 1}", DeviceKind.Camera, Presence.Online, Now.AddSeconds(-building),
            new SdCard(SdCardState.Ok, 128_000_000_000, 64_000_000_000, null, (building + camera) % 101), VideoState.Ok, [], new Thumbnail(new ClipId("c1"), Now), null,
            $"MC-{camera % 3}00", $"1.{camera % 12}.{building % 3}");
        return new CameraCard(id, new RoomId($"b{building}r{camera % Rooms.Length}"), Rooms[camera % Rooms.Length], status);
    }
}
