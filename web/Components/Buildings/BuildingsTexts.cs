namespace Mihari.Web.Components.Buildings;

/// <summary>The texts of the building list: <c>BuildingsTexts.resx</c> beside this file.</summary>
public sealed class BuildingsTexts;
