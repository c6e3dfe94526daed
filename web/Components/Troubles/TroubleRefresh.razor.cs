using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Troubles;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Troubles;

/// <summary>トラブル情報更新 (manual, chapter 5): asks every device of a building now, shows how far it is, and in the end who did not answer.</summary>
public sealed partial class TroubleRefresh : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(400);
    private readonly CancellationTokenSource _closing = new();
    private TroubleInquiry? _inquiry;
    private BuildingId _shown;
    private bool _isRunning;
    private int _run;
    private bool _hasFailed;

    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    [Parameter, EditorRequired]
    public BuildingId Building { get; set; }

    /// <summary>What else can be done, beside it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private ILogger<TroubleRefresh> Logger { get; set; } = null!;

    private int Done => _inquiry!.Devices.Count(device => device.Answer != DeviceAnswer.Awaited);

    private List<AskedDevice> Others => [.. _inquiry!.Devices.Where(device => device.Answer is DeviceAnswer.Silent or DeviceAnswer.Offline or DeviceAnswer.Unable)];

    private string Outcome => _inquiry!.Devices.IsEmpty ? Texts["None"]
        : Others.Count == 0 ? Texts["AllAnswered", _inquiry.Devices.Length]
        : Texts["SomeSilent", _inquiry.Devices.Length - Others.Count, _inquiry.Devices.Length];

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (_shown == Building)
            return;

        (_shown, _inquiry, _hasFailed, _isRunning) = (Building, null, false, false);
        _run++;
    }

    private async Task Begin()
    {
        var (run, closing) = (++_run, _closing.Token);
        (_isRunning, _hasFailed) = (true, false);
        try
        {
            var refresh = Grains.GetGrain<ITroubleRefresh>(Building.Value);

            // Null: it was lost with its silo.
            for (var inquiry = await refresh.Begin(Caller); run == _run; inquiry = await refresh.Get(Caller) ?? await refresh.Begin(Caller))
            {
                _inquiry = inquiry;
                StateHasChanged();
                if (inquiry.IsOver)
                    break;

                await Task.Delay(LookAgain, Time, closing);
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            return; // Left meanwhile.
        }
        catch (Exception error)
        {
            RefreshFailed(Logger, error);
            _hasFailed = run == _run;
        }

        if (run == _run)
            _isRunning = false;
    }

    private void Close() => _inquiry = null;

    [LoggerMessage(EventId = 6150, Level = LogLevel.Warning, Message = "The devices of a building could not be asked")]
    private static partial void RefreshFailed(ILogger logger, Exception error);
}
