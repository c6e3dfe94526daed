namespace Mihari.Web.Components.Fleet;

/// <summary>The texts of フリート: <c>FleetTexts.resx</c> beside this file.</summary>
public sealed class FleetTexts;
