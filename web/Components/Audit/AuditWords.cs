using Microsoft.Extensions.Localization;
using Mihari.Accounts;
using Mihari.Audit;

namespace Mihari.Web.Components.Audit;

/// <summary>What an entry says, in the viewer's language.</summary>
internal static class AuditWords
{
    public static string Action(this IStringLocalizer<AuditTexts> texts, AuditAction action) => Text(texts, "Action" + action, action.ToString());

    public static string Subject(this IStringLocalizer<AuditTexts> texts, AuditSubject subject) => Text(texts, "Subject" + subject, subject.ToString());

    public static string Role(this IStringLocalizer<AuditTexts> texts, Role role) => Text(texts, "Role" + role, role.ToString());

    public static string Who(this IStringLocalizer<AuditTexts> texts, AuditEntry entry) => entry.ActorName.Length > 0 ? entry.ActorName : texts["Server"];

    public static string Origin(this IStringLocalizer<AuditTexts> texts, Origin? from) => from is null ? "" : Text(texts, "Origin" + from.Kind, from.Kind.ToString());

    /// <summary>The name of a field that changed; one that has no name in this language goes by its own.</summary>
    public static string Field(this IStringLocalizer<AuditTexts> texts, string field) =>
        field.Length == 0 ? "" : Text(texts, "Field" + char.ToUpperInvariant(field[0]) + field[1..], field);

    public static string Value(this IStringLocalizer<AuditTexts> texts, string field, string? value) =>
        value is null ? texts["Nothing"]
        : field == "role" && Enum.TryParse<Role>(value, out var role) ? texts.Role(role)
        : field == "plan" ? Text(texts, "Plan" + value, value)
        : value;

    /// <summary>All changes in one line.</summary>
    public static string Changes(this IStringLocalizer<AuditTexts> texts, AuditEntry entry) => string.Join(
        "; ", entry.Changes.Select(c => $"{texts.Field(c.Field)}: {texts.Value(c.Field, c.Before)} → {texts.Value(c.Field, c.After)}"));

    private static string Text(IStringLocalizer<AuditTexts> texts, string key, string otherwise) => texts[key] is { ResourceNotFound: false } found ? found : otherwise;
}
