namespace Mihari.Tests.Allocations;

/// <summary>
/// What the hot paths may allocate, in bytes, all that the server does for one message included: the one file to change when a path has become
/// cheaper. Run the tests, take the figures that they tell (<c>dotnet test tests/allocations --logger "console;verbosity=detailed"</c>), and write them here.
/// Measured are Debug builds, as tests are: a Release build allocates less, as its asynchronous methods are no objects until they wait.
/// </summary>
internal static class Budgets
{
    /// <summary>
    /// So much above what was measured is still allowed: chance and a busy machine make about one in a hundred of it, and a few hundred bytes more a message
    /// are to be noticed.
    /// </summary>
    private const double Margin = 0.05;

    /// <summary>How much of a command's answer comes with the round of its motion, and how many changes a report takes along, is the machine's.</summary>
    private const double CommandMargin = 0.1;

    /// <summary>The node asks each projection every two seconds whether it is still the one, which is more a push where a machine takes longer for it.</summary>
    private const double PushMargin = 0.08;

    /// <summary>A motion that falls into a clip that runs: nothing is recorded anew, one row.</summary>
    public static readonly Budget CoveredMotion = new("a motion within a clip that runs", Measured: 11_400, Margin, "silo/Gateway/MessageHandler.cs, grains/Sensors/SensorGrain.cs, grains/Rooms/RoomGrain.cs, CameraGrain.Capture");

    /// <summary>The first motion of a camera: a clip, its command to the camera, and the camera's answer that it has no recording.</summary>
    public static readonly Budget FirstMotion = new("a motion that starts a clip, with its command and the answer", Measured: 85_000, CommandMargin, "grains/Capture, CameraGrain.Advance, silo/Gateway/DeviceConnection.cs, storage/Sqlite");

    /// <summary>A closed minute of the recording: one row.</summary>
    public static readonly Budget Minute = new("a minute's manifest", Measured: 8_300, Margin, "silo/Gateway/MessageHandler.cs, CameraGrain.RecordSegment, grains/Recordings");

    /// <summary>A card that is fuller: the camera's state is written, and its building has it. Nobody watches.</summary>
    public static readonly Budget Status = new("a status", Measured: 19_000, Margin, "CameraGrain.ReportStatus and Advance, grains/State, grains/Projections, grains/Buildings");

    /// <summary>The same, and a page's circuit has the card in its feed.</summary>
    public static readonly Budget PushToPage = new("a status, and its push to the feed of a page", Measured: 21_000, PushMargin, "grains/Projections/LiveProjection.cs, web/Live/LiveFeed.cs, LiveViewer.cs");

    /// <summary>The same, and a program has read it from the hub.</summary>
    public static readonly Budget PushToProgram = new("a status, and its push over SignalR", Measured: 22_300, PushMargin, "web/Live/DashboardHub.cs, DashboardViews.cs, and what a push to a page takes");
}
