using System.Collections.Immutable;
using System.Reflection;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Capture;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Reports;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Troubles;
using Mihari.Support;
using Mihari.Tests.Web.Hosts;
using Orleans;

namespace Mihari.Tests.Web.Api;

/// <summary>Grains that take everything and answer with one of each kind, every field told; a key that begins with <c>no-</c> is nobody's.</summary>
public static class CannedGrains
{
    private static readonly DateTimeOffset At = DescribedProperty.At;
    private static readonly DeviceId Device = DeviceId.Parse(DescribedProperty.Full);
    private static readonly ContractNumber Number = new("n1");
    private static readonly TokenInfo Token = new("t1", "検針", Role.Viewer, At, At.AddDays(30));
    private static readonly AccountSummary Account = new(new AccountId(Endpoint.Account), "見張 太郎", "a@example.jp", Role.Operator, 3, At, true);

    private static readonly Export Ready = new(
        new ExportId("0000000000000000000000000000000e"), At, At.AddMinutes(1), At, ExportStep.Ready, 100, ExportFailure.NoSpace, 9, TimeSpan.FromMinutes(1), At.AddDays(7));

    private static readonly WebhookSecret Hook = new(
        new Webhook("h1", "管理システム", "https://hooks.example.jp/mihari", At, At, "500 from the system", At), "s3cret");

    private static readonly NotificationSettings Told = new(
        new RoomId(Endpoint.Room), "共用部", new BuildingId("b1"), NotificationType.Troubles, "ja", [new NotifiedAddress("a@example.jp", AddressState.Confirmed, At, "550 no such user", At)], 1);

    private static readonly TimeAccount Month = new(
        TimeSpan.FromHours(10), TimeSpan.FromHours(4), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1),
        TimeSpan.FromHours(7), TimeSpan.FromHours(2));

    private static readonly Dictionary<Type, object> Answers = new object[]
    {
        "key-1",
        new IssuedPassword("Issued-password-1"),
        new IssuedToken(Token, "mihari_a1_t1_secret"),
        new CustomerPage(1, [new CustomerEntry(new CustomerId("c1"), "用賀不動産", At)]),
        new CustomerDetail(new CustomerId("c1"), "用賀不動産", [Number]),
        new ContractInfo(Number, new CustomerId("c1"), [Device], new RoomId(Endpoint.Room)),
        new ContractDetail(Number, new CustomerId("c1"), new RoomId(Endpoint.Room), new BuildingId("b1"), "共用部", At, [new ContractDevice(Device, true, At, null)]),
        new RoomList(new BuildingId("b1"), "用賀", [new RoomSummary(new RoomId(Endpoint.Room), "共用部", Number, 1, 1, 0, 1, 0)]),
        new RoomDevices(new RoomId(Endpoint.Room), new BuildingId("b1"), "共用部", Number, [new PlacedDevice(
            Device, "玄関",
            new CameraStatus(Device, 1, "玄関", DeviceKind.Camera, Presence.Online, At, null, VideoState.Ok, [], null, null),
            [new PlacedSensor("contact-1", SensorKind.Contact, "扉", true)])]),
        new AuditPage(
            [
                new AuditEntry(
                    "e1", At, new CustomerId("c1"), new AccountId("a1"), "見張 太郎", Role.Administrator, new Origin(OriginKind.Portal, "192.0.2.1"),
                    AuditAction.RoomRenamed, AuditSubject.Room, "r1", "共用部", [new AuditChange("name", "駐車場", "共用部")]),
                new AuditEntry("e2", At, null, new AccountId("server"), "", Role.Support, null, AuditAction.AccountDeleted, AuditSubject.Account, "a2", "", []),
            ],
            "more"),
        new ExportOrder(Ready, null, "exports/x.mp4"),
        ImmutableArray.Create(Ready),
        ImmutableArray.Create(Account),
        ImmutableArray.Create(new CaptureRule(new SensorId(Device, "motion"), SensorKind.Motion, "動き検知", "駐車場カメラ", new RoomId("r2"), "駐車場", new BuildingId("b1"), null, At, "管理 一郎")),
        new TroubleInquiry(At, [new AskedDevice(Device, "正面", "共用部", DeviceAnswer.Answered), new AskedDevice(Device, "裏口", "共用部", DeviceAnswer.Silent)]),
        new TroublePage(
            [
                new PastTrouble(TroubleKind.NetworkDisconnected, Device, "正面", new RoomId(Endpoint.Room), "共用部", At, At.AddMinutes(5)),
                new PastTrouble(TroubleKind.BuildingLine, null, "用賀", null, "", At, null),
            ],
            "12~a~b"),
        ImmutableArray.Create(new ReportMonth(2026, 11), new ReportMonth(2026, 10)),
        new MonthReport(
            new BuildingId("b1"), "用賀", new CustomerId("c1"), "用賀不動産", new ReportMonth(2026, 11), "Asia/Tokyo", At.AddDays(-21), At, false, At.AddDays(-9), At.AddDays(20), Month,
            [new DayAccount(new DateOnly(2026, 11, 22), Month)], [new CameraMonth(Device, "玄関", "共用部", At.AddDays(-9), At, Month, 2)],
            [new PastTrouble(TroubleKind.SdCardError, Device, "正面", new RoomId(Endpoint.Room), "共用部", At, At.AddMinutes(5))], true),
        ImmutableArray.Create(new CameraDayAccount(Device, "玄関", "共用部", new DateOnly(2026, 11, 22), Month, 2)),
        ImmutableArray.Create(Token),
        Told,
        ImmutableArray.Create(Told),
        Hook,
        ImmutableArray.Create(Hook.Webhook),
        new ToldPage([new ToldNotice("n1", At, ToldKind.Captured, "玄関", TroubleKind.SdCardError, new ClipCause(SensorEventKind.Open, new TriggerNames("共用部", "玄関", "扉"), At, "管理 一郎"), Device, new ClipId("c1"), 3, [new ToldLetter(Channel.Mail, "a@example.jp", LetterState.Refused, At, 1, "550 no such user")])], "more"),
        ImmutableArray.Create(new DeviceOffer(Device, DeviceKind.Camera, "M1", Presence.Online, [new DeviceSensor("motion", SensorKind.Motion)])),
        ImmutableArray.Create(new RemovedThing(RemovedKind.Room, "r1", "共用部", "用賀", At, "管理 一郎", At.AddDays(30))),
    }.ToDictionary(answer => answer.GetType());

    public static FakeGrains Put(FakeGrains grains) => grains
        .PutOthers(Make<IAccountTokens>).PutOthers(Make<ICustomerAccounts>).PutOthers(Make<IBuildingSetup>).PutOthers(Make<IRoomDevices>)
        .PutOthers(Make<IRoomGrain>).PutOthers(Make<IContractDesk>).PutOthers(Make<IContractGrain>).PutOthers(Make<ICustomerDesk>)
        .PutOthers(Make<INotificationSettings>).PutOthers(Make<IBuildingNotifications>).PutOthers(Make<IWebhooks>).PutOthers(Make<INotificationHistory>).PutOthers(Make<ICaptureRules>).PutOthers(Make<ITroubleRefresh>).PutOthers(Make<ITroubleHistory>).PutOthers(Make<IBuildingMonths>).PutOthers(Make<IExportsGrain>).PutOthers(Make<ISupportDesk>).PutOthers(Make<IAuditTrail>);

    private static T Make<T>(string key)
        where T : class, IGrainWithStringKey
    {
        var grain = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)grain).Key = key;
        return grain;
    }

#pragma warning disable CA1852 // A proxy's class is derived from.
    public class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        internal string Key { get; set; } = "";

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = targetMethod!.ReturnType;
            if (answer == typeof(Task))
                return Key.StartsWith("no-", StringComparison.Ordinal) ? Task.FromException(new UnknownIdException("thing", Key)) : Task.CompletedTask;

            return typeof(Proxy).GetMethod(nameof(Answer), BindingFlags.NonPublic | BindingFlags.Instance)!
                .MakeGenericMethod(answer.GetGenericArguments()[0]).Invoke(this, []);
        }

        private Task<T> Answer<T>() => Key.StartsWith("no-", StringComparison.Ordinal) ? Task.FromException<T>(new UnknownIdException("thing", Key))
            : Answers.TryGetValue(typeof(T), out var answer) ? Task.FromResult((T)answer)
            : throw new NotSupportedException(typeof(T).Name);
    }
}
