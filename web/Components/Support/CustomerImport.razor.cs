using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Components.Forms;
using Mihari.Web.Support;

namespace Mihari.Web.Components.Support;

/// <summary>Registers many devices from a file. What is under way is the node's: the page finds it again.</summary>
public sealed partial class CustomerImport : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private ImportJob? _job;
    private ITimer? _watch;
    private bool _wasAtWork;
    private bool _hadKeys;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private Imports Imports { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private ImportState? State => _job?.State;

    public void Dispose() => _watch?.Dispose();

    protected override void OnInitialized() => _job = Imports.Of(Customer);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _watch = Time.CreateTimer(_ => _ = InvokeAsync(Look), null, LookAgain, LookAgain);
    }

    private async Task Look()
    {
        if (Imports.Of(Customer) is { State.IsAtWork: true } newest)
            _job = newest; // Begun here, or in another browser.

        var isAtWork = State is { IsAtWork: true };
        var hasKeys = State is { HasKeys: true };
        if (!isAtWork && !_wasAtWork && hasKeys == _hadKeys)
            return;

        _hadKeys = hasKeys;

        var hasEnded = _wasAtWork && !isAtWork;
        _wasAtWork = isAtWork;
        StateHasChanged();
        if (hasEnded && State is { Step: ImportStep.Done or ImportStep.Broken })
            await OnChanged.InvokeAsync();
    }

    private Task Choose(InputFileChangeEventArgs chosen) => Run.Do(async () =>
    {
        if (State is { IsAtWork: false, HasKeys: false })
            _job = null; // What is said from now on is said of this file.

        if (chosen.File.Size > ImportFile.MaxBytes)
            throw new Mihari.Refusals.InvalidInputException("file", "is too big", Mihari.Refusals.InputProblem.Range, "0-5 MB");

        var by = await Page.Get();
        using var file = new MemoryStream();
        await using var stream = chosen.File.OpenReadStream(ImportFile.MaxBytes);
        await stream.CopyToAsync(file);
        _job = Imports.Check(by, Customer, file.ToArray());
        _wasAtWork = true;
    });

    private Task Write() => Begin(Imports.Write);

    private void AskKeys() => Ask(Texts["ImportIssueKeys", State!.Keyless], Texts["ImportReallyIssueKeys"], () => Begin(Imports.IssueKeys));

    /// <summary>Where somebody has chosen another file meanwhile, that one is shown.</summary>
    private async Task Begin(Action<Caller, ImportJob> begin)
    {
        if (await Do(by =>
            {
                begin(by, _job!);
                return Task.CompletedTask;
            }))
            _wasAtWork = true;
        else
            _job = Imports.Of(Customer);
    }

    private string Said(ImportState state) => state.Step switch
    {
        ImportStep.Checking => Texts["ImportChecking"],
        ImportStep.Refused => Texts["ImportRefused"],
        ImportStep.Ready when state.New == 0 => Texts["ImportNothing", state.Total],
        ImportStep.Ready => Texts["ImportReady", state.Total, state.New, state.Unchanged],
        ImportStep.Writing => Texts[state.IssuesKeys ? "ImportIssuing" : "ImportWriting", state.Done, state.Written],
        ImportStep.Done when state.IssuesKeys => $"{Texts["ImportIssued", state.Written - state.Faults.Length]}{(state.Faults.IsEmpty ? "" : $" {Texts["ImportSome"]}")}",
        ImportStep.Done when state.Faults.IsEmpty => Texts["ImportDone", state.Done, state.Unchanged],
        ImportStep.Done => $"{Texts["ImportDone", state.Done, state.Unchanged]} {Texts["ImportSome"]}",
        _ => Texts["ImportBroken", state.Done, state.Written],
    };
}
