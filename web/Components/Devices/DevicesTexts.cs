namespace Mihari.Web.Components.Devices;

/// <summary>The texts of devices: <c>DevicesTexts.resx</c> beside this file.</summary>
public sealed class DevicesTexts;
