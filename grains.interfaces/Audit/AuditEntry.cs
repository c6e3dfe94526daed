using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Audit;

/// <summary>What somebody did.</summary>
public enum AuditAction
{
    SignedIn = 1,
    SignInRefused = 2,
    AccountLocked = 3,
    SignedOut = 4,
    AccountAdded = 10,
    AccountChanged = 11,
    AccountDeleted = 12,
    PasswordChanged = 13,
    PasswordIssued = 14,
    AccountUnlocked = 15,
    TokenCreated = 16,
    TokenRevoked = 17,
    CustomerRegistered = 20,
    CustomerRenamed = 21,
    ContractRegistered = 22,
    ContractDeleted = 23,
    ContractRestored = 24,
    DeviceRegistered = 25,
    DeviceKeyIssued = 26,
    DeviceKeyRevoked = 27,
    RegistrationDeleted = 28,
    RegistrationRestored = 29,
    CustomerPlanChanged = 30,
    BuildingAdded = 40,
    BuildingRenamed = 41,
    BuildingDeleted = 42,
    BuildingRestored = 43,
    RoomAdded = 44,
    RoomRenamed = 45,
    RoomDeleted = 46,
    RoomRestored = 47,
    RoomMoved = 48,
    DeviceAdded = 49,
    DeviceRenamed = 50,
    DeviceDeleted = 51,
    DeviceRestored = 52,
    DeviceReplaced = 53,
    CaptureRulesSet = 54,
    CaptureRulesDeleted = 55,
    NotifiedAddressesSet = 56,
    NotificationTypeSet = 57,
    WebhookAdded = 58,
    WebhookSecretMade = 59,
    WebhookRemoved = 60,
    ClipViewed = 70,
    LiveViewed = 71,
    RecordingViewed = 72,
    RecordingExported = 73,
    ExportDownloaded = 74,
    StillViewed = 75,
    FleetExported = 76,
    ReportExported = 77,
}

/// <summary>The kind of thing that something was done to.</summary>
public enum AuditSubject
{
    Account = 1,
    Token = 2,
    Customer = 3,
    Contract = 4,
    Building = 5,
    Room = 6,
    Device = 7,
    Clip = 8,
    Webhook = 9,
}

/// <summary>One line of the audit trail: who did what to what, when, from where, and what changed.</summary>
/// <param name="Id">Unique for ever: 1 to 128 characters of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="At">When, by the server's clock.</param>
/// <param name="Customer">Whose it concerns; null: the provider itself.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="ActorName">Its name then; empty for the server itself.</param>
/// <param name="ActorRole">Its role then.</param>
/// <param name="From">From where; null for the server itself.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">To what kind of thing.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="SubjectName">Its name then.</param>
/// <param name="Changes">What changed; never a password, key or token.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] CustomerId? Customer,
    [property: Id(3)] AccountId Actor,
    [property: Id(4)] string ActorName,
    [property: Id(5)] Role ActorRole,
    [property: Id(6)] Origin? From,
    [property: Id(7)] AuditAction Action,
    [property: Id(8)] AuditSubject Subject,
    [property: Id(9)] string SubjectId,
    [property: Id(10)] string SubjectName,
    [property: Id(11)] ImmutableArray<AuditChange> Changes);

/// <summary>One value that changed.</summary>
/// <param name="Field">Which, in lower camel case: <c>name</c>, <c>role</c>, <c>building</c>, …</param>
/// <param name="Before">What it was; null: nothing.</param>
/// <param name="After">What it is; null: nothing.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AuditChange")]
public sealed record AuditChange(
    [property: Id(0)] string Field,
    [property: Id(1)] string? Before,
    [property: Id(2)] string? After);
