using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Projections;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Sensors;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Troubles;

namespace Mihari.Tests.Web.Api;

/// <summary>A customer's grains: one camera that has nothing to say, and one of which every field is known.</summary>
internal static class DescribedProperty
{
    public const string Bare = "02AA00000001";
    public const string Full = "02AA00000002";
    public static readonly DateTimeOffset At = new(2026, 11, 22, 12, 4, 5, TimeSpan.FromHours(9));

    public static FakeGrains Put(FakeGrains grains)
    {
        var building = new LiveBuilding("b1", "c1");
        building.Silently(1, "玄関");
        return grains.Put<IBuildingGrain>("b1", building).Put<ICustomerGrain>("c1", new Customer())
            .PutOthers<IBuildingGrain>(id => new LiveBuilding(id, "")).PutOthers<ICameraGrain>(id => new Camera(id));
    }

    private static CameraStatus Status(DeviceId device) => device.Value == Bare
        ? new(device, 1, "玄関", DeviceKind.Hub, Presence.NeverSeen, At, null, VideoState.Ok, [], null, null)
        : new(device, 1, "裏口", DeviceKind.Camera, Presence.Online, At.AddTicks(1), new SdCard(SdCardState.Ok, 64_000_000_000, 1, At, 98),
            VideoState.Lost, [new ActiveTrouble(TroubleKind.SdCardError, At)], new Thumbnail(new ClipId("c1"), At), At);

    private static Clip Clip(DeviceId device, string id, bool isStored) => isStored
        ? new(new ClipId(id), device, new SensorId(device, "motion"), At, At, At.AddSeconds(20), ClipState.Recovered, null, 1_000, true, TimeSpan.FromMilliseconds(1_500))
        : new(new ClipId(id), device, new SensorId(device, "motion"), At, At, At.AddSeconds(20), ClipState.NotRecorded, "no-recording", null, false);

    private sealed class Camera(string id) : ICameraGrain
    {
        public Task<CameraDetail> Get(Caller by)
        {
            var device = Known(by);
            return Task.FromResult(device.Value == Bare
                ? new CameraDetail(Status(device), null, null, new ContractNumber("n1"), [], null, null, TimeSpan.Zero, 0)
                : new CameraDetail(
                    Status(device), new BuildingId("b1"), new RoomId("r1"), new ContractNumber("n1"), [new DeviceSensor("motion", SensorKind.Motion)],
                    "M1", "1.0", TimeSpan.FromMilliseconds(-12), 3));
        }

        public Task<ClipPage> GetClips(Caller by, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation)
        {
            var device = Known(by);
            return Task.FromResult(device.Value == Bare
                ? new ClipPage([], null)
                : new ClipPage([Clip(device, "c2", isStored: false), Clip(device, "c1", isStored: true)], "12~c1"));
        }

        public Task<ImmutableArray<DateOnly>> GetClipDays(Caller by, DateOnly from, DateOnly to, TimeSpan offset)
        {
            var device = Known(by);
            return Task.FromResult<ImmutableArray<DateOnly>>(device.Value == Bare ? [] : [from]);
        }

        public Task<RecordedSpan> GetRecordings(Caller by, DateTimeOffset from, DateTimeOffset to)
        {
            var device = Known(by);
            var motion = new MotionSpan(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9));
            return Task.FromResult(device.Value == Bare
                ? new RecordedSpan(from, to, [], [new RecordingGap(from, to, GapCause.NotRecorded)])
                : new RecordedSpan(from, to, [new RecordedMinute(from, TimeSpan.FromMinutes(1), [motion])], [new RecordingGap(from.AddMinutes(1), to, GapCause.Overwritten)]));
        }

        public Task NoteViewing(Caller by, ClipId clip) => Task.CompletedTask;

        public Task<MediaAddress> FindMedia(Caller by, ClipId clip, ClipPart part)
        {
            Known(by);
            return Task.FromResult(new MediaAddress($"{part}/{clip.Value}", part == ClipPart.Video ? "video/mp4" : "image/jpeg"));
        }

        private DeviceId Known(Caller by) =>
            (by.Customer?.Value == "c1" || by.Role == Role.Support) && id is Bare or Full ? DeviceId.Parse(id) : throw new UnknownIdException("camera", id);
    }

    private sealed class Customer : ICustomerGrain
    {
        public Task Register(Caller by, string name) => throw new NotSupportedException();

        public Task<Portfolio> GetPortfolio(Caller by) => Task.FromResult(new Portfolio(
            new CustomerId("c1"), "用賀不動産",
            new ProjectionSnapshot<BuildingSummary>(new ProjectionPosition("first", 1), [new BuildingSummary(new BuildingId("b1"), "用賀", 1, 2, 1, 1, 0, new LineTrouble(At, 3))])));

        public Task<Portfolio> Subscribe(Caller by, IPortfolioObserver observer, TimeSpan lease) => GetPortfolio(by);

        public Task<ProjectionPosition> GetPosition() => Task.FromResult(new ProjectionPosition("first", 1));

        public Task Unsubscribe(IPortfolioObserver observer) => Task.CompletedTask;
    }
}
