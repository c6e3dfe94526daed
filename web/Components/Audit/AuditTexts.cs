namespace Mihari.Web.Components.Audit;

/// <summary>The texts of the audit trail: <c>AuditTexts.resx</c> beside this file.</summary>
public sealed class AuditTexts;
