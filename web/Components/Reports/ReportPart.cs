namespace Mihari.Web.Components.Reports;

/// <summary>What of a report is one file.</summary>
public enum ReportPart
{
    /// <summary>A line for each camera.</summary>
    Cameras = 0,

    /// <summary>A line for each camera and day.</summary>
    Days = 1,

    /// <summary>A line for each trouble.</summary>
    Troubles = 2,
}
