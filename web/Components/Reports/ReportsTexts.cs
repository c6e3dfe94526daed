namespace Mihari.Web.Components.Reports;

/// <summary>The texts of レポート: <c>ReportsTexts.resx</c> beside this file.</summary>
public sealed class ReportsTexts;
