using System.Net.Http.Headers;
using System.Text;
using Mihari.Accounts;

namespace Mihari.Tests.Web.Api;

/// <summary>An endpoint of the API with what may use it, and a request that it takes.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">As the description names it.</param>
/// <param name="Permission">The row of the table that decides.</param>
/// <param name="Body">Of a request that it takes; null: none.</param>
/// <param name="Query">Of a request that it takes.</param>
/// <param name="TakesTokens">Whether a personal access token will do.</param>
public sealed record Endpoint(string Method, string Path, Permission Permission, string? Body = null, string Query = "", bool TakesTokens = true)
{
    /// <summary>An account that there is.</summary>
    public const string Account = "0000000000000000000000000000000a";

    /// <summary>A room that there is.</summary>
    public const string Room = "0000000000000000000000000000000c";

    private const string Device = DescribedProperty.Full;
    private const string Rename = """{"was":"旧","name":"新しい名"}""";

    /// <summary>Every endpoint that a permission decides on.</summary>
    public static IReadOnlyList<Endpoint> All { get; } =
    [
        new("GET", "/account", Permission.ChangeOwnAccount),
        new("PUT", "/account", Permission.ChangeOwnAccount, """{"name":"見張","email":"a@example.jp","revision":1}""", TakesTokens: false),
        new("GET", "/account/tokens", Permission.ManageOwnTokens, TakesTokens: false),
        new("POST", "/account/tokens", Permission.ManageOwnTokens, """{"name":"検針","role":"viewer","expires":"2027-01-01T00:00:00Z"}""", TakesTokens: false),
        new("DELETE", "/account/tokens/{token}", Permission.ManageOwnTokens, TakesTokens: false),
        new("GET", "/accounts", Permission.ManageAccounts),
        new("POST", "/accounts", Permission.ManageAccounts, """{"id":"0000000000000000000000000000000a","name":"見張","email":"a@example.jp","password":"Password-1","role":"viewer"}""", TakesTokens: false),
        new("PUT", "/accounts/{account}", Permission.ManageAccounts, """{"name":"見張","email":"a@example.jp","role":"operator","revision":1}""", TakesTokens: false),
        new("DELETE", "/accounts/{account}", Permission.ManageAccounts),
        new("POST", "/accounts/{account}/unlock", Permission.ManageAccounts),
        new("POST", "/contracts/{contract}/check", Permission.AddRooms, """{"mac":"02-aa-00-00-00-02"}"""),
        new("GET", "/buildings", Permission.ViewLive),
        new("POST", "/buildings", Permission.AddRooms, """{"name":"用賀","firstRoom":{"id":"00000000-0000-0000-0000-00000000000b","name":"共用部","contract":"n1","mac":"02aa.0000.0002"}}"""),
        new("GET", "/buildings/{building}", Permission.ViewLive),
        new("PUT", "/buildings/{building}", Permission.ChangeBuildings, Rename),
        new("DELETE", "/buildings/{building}", Permission.ChangeBuildings, Query: "was=x"),
        new("GET", "/buildings/{building}/rooms", Permission.ViewLive),
        new("POST", "/buildings/{building}/rooms", Permission.AddRooms, """{"id":"0000000000000000000000000000000c","name":"共用部","contract":"n1","mac":"02:aa:00:00:00:02"}"""),
        new("PUT", "/buildings/{building}/rooms/{room}", Permission.ChangeRooms, Rename),
        new("DELETE", "/buildings/{building}/rooms/{room}", Permission.ChangeRooms, Query: "was=x"),
        new("POST", "/buildings/{building}/rooms/{room}/move", Permission.MoveRooms, """{"to":"b2"}"""),
        new("POST", "/buildings/{building}/trouble-refresh", Permission.ViewLive),
        new("GET", "/buildings/{building}/trouble-refresh", Permission.ViewLive),
        new("GET", "/buildings/{building}/troubles", Permission.ViewLive, Query: "device=02AA00000002&limit=20"),
        new("GET", "/buildings/{building}/reports", Permission.ViewRecordings),
        new("GET", "/buildings/{building}/reports/{month}", Permission.ViewRecordings),
        new("GET", "/buildings/{building}/notifications", Permission.ConfigureNotifications),
        new("PUT", "/buildings/{building}/notifications/mail", Permission.ConfigureMail, """{"addresses":["a@example.jp"],"language":"ja"}"""),
        new("PUT", "/buildings/{building}/notifications/type", Permission.ConfigureNotifications, """{"type":"troubles"}"""),
        new("GET", "/rooms/{room}/notifications", Permission.ConfigureNotifications),
        new("PUT", "/rooms/{room}/notifications/mail", Permission.ConfigureMail, """{"addresses":["a@example.jp"],"language":"en","was":1}"""),
        new("PUT", "/rooms/{room}/notifications/type", Permission.ConfigureNotifications, """{"type":"capturesAndTroubles"}"""),
        new("GET", "/rooms/{room}/notifications/history", Permission.ConfigureNotifications),
        new("GET", "/webhooks", Permission.ConfigureNotifications),
        new("POST", "/webhooks", Permission.ConfigureNotifications, """{"name":"管理システム","url":"https://hooks.example.jp/mihari"}""", TakesTokens: false),
        new("POST", "/webhooks/{webhook}/secret", Permission.ConfigureNotifications, TakesTokens: false),
        new("DELETE", "/webhooks/{webhook}", Permission.ConfigureNotifications),
        new("GET", "/cameras/{camera}", Permission.ViewLive),
        new("GET", "/cameras/{camera}/clips", Permission.ViewClips),
        new("GET", "/cameras/{camera}/recordings", Permission.ViewRecordings),
        new("GET", "/cameras/{camera}/exports", Permission.ViewRecordings),
        new("POST", "/cameras/{camera}/exports", Permission.ViewRecordings, """{"id":"0000000000000000000000000000000e","from":"2026-11-22T03:00:00Z","to":"2026-11-22T03:01:00Z"}"""),
        new("DELETE", "/cameras/{camera}/exports/{export}", Permission.ViewRecordings),
        new("GET", "/rooms/{room}/devices", Permission.ViewLive),
        new("GET", "/rooms/{room}/offers", Permission.AddDevices),
        new("POST", "/rooms/{room}/devices", Permission.AddDevices, """{"devices":[{"mac":"02AA00000002","name":"玄関カメラ","sensors":[{"sensor":"motion","kind":"motion","name":"動き検知"}]}]}"""),
        new("PUT", "/rooms/{room}/devices/{device}", Permission.ChangeDevices, Rename),
        new("DELETE", "/rooms/{room}/devices/{device}", Permission.ChangeDevices, Query: "was=x"),
        new("PUT", "/rooms/{room}/devices/{device}/sensors/{sensor}", Permission.ChangeDevices, Rename),
        new("DELETE", "/rooms/{room}/devices/{device}/sensors/{sensor}", Permission.ChangeDevices, Query: "was=x"),
        new("GET", "/rooms/{room}/devices/{device}/capture-rules", Permission.ViewLive),
        new("POST", "/rooms/{room}/devices/{device}/capture-rules", Permission.SetCaptureRules, """{"from":"r2","sensors":["02AA00000003/motion"]}"""),
        new("DELETE", "/rooms/{room}/devices/{device}/capture-rules", Permission.DeleteCaptureRules),
        new("POST", "/rooms/{room}/devices/{device}/replace", Permission.ReplaceDevices, """{"successor":"02AA00000003"}"""),
        new("GET", "/fleet", Permission.ViewLive, Query: "q=a&s=online,trouble&life=..20&limit=20&offset=0"),
        new("GET", "/fleet/summary", Permission.ViewLive, Query: "fw=old"),
        new("GET", "/audit", Permission.ReadAudit, Query: "actions=roomRenamed,accountDeleted"),
        new("GET", "/support/customers", Permission.UseSupportDesk),
        new("POST", "/support/customers", Permission.UseSupportDesk, """{"name":"用賀不動産","administratorName":"管理","administratorEmail":"a@example.jp"}""", TakesTokens: false),
        new("GET", "/support/customers/{customer}", Permission.UseSupportDesk),
        new("PUT", "/support/customers/{customer}", Permission.UseSupportDesk, Rename),
        new("PUT", "/support/customers/{customer}/plan", Permission.UseSupportDesk, """{"was":"cloud","plan":"basic"}"""),
        new("GET", "/support/customers/{customer}/accounts", Permission.UseSupportDesk),
        new("POST", "/support/customers/{customer}/accounts/{account}/password", Permission.UseSupportDesk, TakesTokens: false),
        new("POST", "/support/customers/{customer}/accounts/{account}/unlock", Permission.UseSupportDesk),
        new("POST", "/support/customers/{customer}/contracts", Permission.UseSupportDesk, """{"number":"n1","devices":[{"mac":"02AA00000009"},{"mac":"02AA00000002"}]}"""),
        new("GET", "/support/customers/{customer}/removed", Permission.UseSupportDesk),
        new("POST", "/support/customers/{customer}/removed/restore", Permission.UseSupportDesk, """{"kind":"room","id":"r1"}"""),
        new("GET", "/support/contracts/{contract}", Permission.UseSupportDesk),
        new("DELETE", "/support/contracts/{contract}", Permission.UseSupportDesk),
        new("POST", "/support/contracts/{contract}/restore", Permission.UseSupportDesk),
        new("DELETE", "/support/contracts/{contract}/devices/{device}", Permission.UseSupportDesk),
        new("POST", "/support/contracts/{contract}/devices/{device}/restore", Permission.UseSupportDesk),
        new("POST", "/support/contracts/{contract}/devices/{device}/key", Permission.UseSupportDesk),
        new("DELETE", "/support/contracts/{contract}/devices/{device}/key", Permission.UseSupportDesk),
        new("GET", "/support/staff", Permission.UseSupportDesk),
        new("POST", "/support/staff", Permission.UseSupportDesk, """{"name":"窓口","email":"s@example.jp"}""", TakesTokens: false),
        new("DELETE", "/support/staff/{account}", Permission.UseSupportDesk),
    ];

    /// <summary>Those that no permission decides on: they are there for sessions, before the password is changed too.</summary>
    public static IReadOnlyList<string> OfSessions { get; } =
    [
        "POST /api/v1/session", "GET /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/account/password", "POST /api/v1/account/sign-out-everywhere",
    ];

    public string FullPath => "/api/v1" + Path;

    public override string ToString() => $"{Method} {FullPath}";

    /// <summary>A request that it takes.</summary>
    /// <param name="customer">Named by who is of none.</param>
    /// <param name="nobodys">Whether the ids are such that nobody has.</param>
    public HttpRequestMessage Request(string? customer = null, bool nobodys = false)
    {
        var path = string.Join('/', FullPath.Split('/').Select(part => part switch
        {
            "{month}" => "2026-11",
            "{device}" or "{camera}" => nobodys ? "02AA000000FF" : Device,
            "{account}" when !nobodys => Account,
            "{room}" when !nobodys => Room,
            "{account}" or "{building}" or "{room}" or "{contract}" or "{customer}" => (nobodys ? "no-" : "") + part[1] + "1",
            _ => part.Trim('{', '}'),
        }));
        var query = string.Join('&', new[] { Query, customer is null ? "" : $"customer={customer}" }.Where(q => q.Length > 0));
        var request = new HttpRequestMessage(new HttpMethod(Method), path + (query.Length > 0 ? "?" + query : ""));
        if (Body is not null)
            request.Content = Json(Body);

        return request;
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
