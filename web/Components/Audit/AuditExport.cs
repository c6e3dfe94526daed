using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Api;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Support;

namespace Mihari.Web.Components.Audit;

/// <summary>The trail as a file for spreadsheets; written as it is read, however long it is.</summary>
internal static class AuditExport
{
    public const string Path = "/audit.csv";
    private const int PageSize = 500;

    public static void MapAuditExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, Get).RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();

    public static string Link(AuditFilter filter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path}?from={filter.From:yyyy-MM-dd}&to={filter.To:yyyy-MM-dd}&group={filter.Group}&text={Uri.EscapeDataString(filter.Text.Trim())}&customer={Uri.EscapeDataString(filter.Customer.Trim())}");

    private static async Task Get(
        string? from, string? to, string? text, string? group, string? customer, HttpContext context, IGrainFactory grains,
        SessionStamps stamps, IStringLocalizer<AuditTexts> texts)
    {
        try
        {
            await Send(from, to, text, group, customer, context, grains, stamps, texts);
        }
        catch (RefusalException refusal) when (!context.Response.HasStarted)
        {
            await Problems.Answer(context, refusal);
        }
    }

    private static async Task Send(
        string? from, string? to, string? text, string? group, string? customer, HttpContext context, IGrainFactory grains,
        SessionStamps stamps, IStringLocalizer<AuditTexts> texts)
    {
        var by = context.ToCaller();
        if (!Read(from, to, text, group, customer, out var filter))
            throw new InvalidInputException("from", "from and to must be days like 2026-11-22, at most 400 days apart");

        var zone = ViewerTimes.ZoneOf(ViewerCookies.TimeZoneOf(context.Request));
        var trail = grains.GetGrain<IAuditTrail>(filter.Trail(by.Customer));

        // The first page before the first byte: a refusal is still an answer of its own then.
        var page = await trail.Read(by, filter.Query(zone, PageSize, null));
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"mihari-audit-{filter.From:yyyyMMdd}-{filter.To:yyyyMMdd}.csv\"";
        await Write(context, "\uFEFF" + Head(texts));
        while (true)
        {
            await Write(context, string.Concat(page.Entries.Select(e => Row(texts, zone, e))));
            if (page.Continuation is null)
                return;

            // A session that has ended reads no further. The file breaks off, so that nobody takes it for the whole.
            if (!await stamps.IsCurrent(context.User))
            {
                context.Abort();
                return;
            }

            page = await trail.Read(by, filter.Query(zone, PageSize, page.Continuation));
        }
    }

    internal static bool Read(string? from, string? to, string? text, string? group, string? customer, out AuditFilter filter)
    {
        filter = new AuditFilter(default, default, text ?? "", Enum.TryParse<AuditGroup>(group, out var kind) ? kind : AuditGroup.All, customer ?? "");
        if (!Day(from, out var first) || !Day(to, out var last))
            return false;

        filter = filter with { From = first, To = last };
        return filter.IsValid;
    }

    internal static string Row(IStringLocalizer<AuditTexts> texts, TimeZoneInfo zone, AuditEntry entry) => Csv.Row(
        TimeZoneInfo.ConvertTime(entry.At, zone).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
        texts.Who(entry), entry.Actor.Value, texts.Role(entry.ActorRole), texts.Origin(entry.From), entry.From?.Address, entry.Customer?.Value,
        texts.Action(entry.Action), texts.Subject(entry.Subject), entry.SubjectId, entry.SubjectName, texts.Changes(entry));

    private static string Head(IStringLocalizer<AuditTexts> texts) => Csv.Row(
        texts["When"], texts["Who"], texts["AccountId"], texts["Role"], texts["Where"], "IP", texts["Customer"],
        texts["What"], texts["SubjectKind"], texts["SubjectId"], texts["Subject"], texts["Changes"]);

    private static bool Day(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static async Task Write(HttpContext context, string text)
    {
        if (text.Length == 0)
            return;

        await context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
