using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Fleet;

namespace Mihari.Web.Components.Fleet;

/// <summary>
/// フリート: all cameras of a customer in one list, live. The filter is in the address, a while after it has been typed; what is drawn is what
/// is on screen, as <c>js/fleet.js</c> says.
/// </summary>
public sealed partial class FleetPage : IAsyncDisposable
{
    /// <summary>The script of the page.</summary>
    internal const string Script = "./js/fleet.js";

    private const string Path = "fleet";

    /// <summary>How long the first drawing waits for buildings that have not been read yet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>The address follows what is typed after so long, so that no keystroke is a navigation.</summary>
    internal static readonly TimeSpan AddressAfter = TimeSpan.FromMilliseconds(400);

    /// <summary>A connection that is lost for a while loses answers too.</summary>
    private static readonly TimeSpan DrawnAtLast = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SaysCopied = TimeSpan.FromSeconds(4);

    private readonly List<string> _moves = []; // Queries that the page itself is on its way to.
    private ElementReference _root;
    private DotNetObjectReference<FleetPage>? _self;
    private IJSObjectReference? _script;
    private ITimer? _addressDue;
    private ITimer? _copiedOver;
    private Caller? _caller;
    private CustomerId? _customer;
    private FleetSnapshot? _fleet;
    private FleetResult? _result;
    private FleetFilter _filter = FleetFilter.Everything;
    private FleetWindow _window = FleetWindow.Begin(isWall: false);
    private ImmutableArray<FleetFault> _faults = [];
    private string? _asked;
    private string? _read;
    private string? _copied;
    private string? _told; // What the last choice of the viewer led to: what changes by itself is not read out.
    private bool _isWall;
    private bool _isSupport;
    private bool _isNobodys;
    private bool _isUnknown;
    private bool _isDisposed;
    private bool _isStep; // The address that is due is more than what was typed: the browser's way back leads to the one before.
    private int _list; // Another number is another list, which is shown from its top.

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Nothing is read from it: its change draws the page's times anew.</summary>
    [CascadingParameter(Name = "Zone")]
    private TimeZoneInfo? Zone { get; set; }

    [Inject]
    private IFleets Fleets { get; set; } = null!;

    [Inject]
    private FleetInstruments Instruments { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Address => Path + FleetAddress.Write(_filter, _isWall, _asked);

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Navigation.LocationChanged -= OnLocationChanged;
        _addressDue?.Dispose();
        _copiedOver?.Dispose();
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("detach");
                await _script.DisposeAsync();
            }
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // The page is gone, and its listeners with it.
        }

        _self?.Dispose();
    }

    /// <summary>The browser says what is on screen.</summary>
    [JSInvokable]
    public void Look(int first, int size, int columns)
    {
        var window = FleetWindow.Of(first, size, columns).Within(_result?.Rows.Length ?? 0);
        if (window == _window)
            return;

        _window = window;
        StateHasChanged();
    }

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override Task OnParametersSetAsync()
    {
        if (_read is null)
            ReadAddress(Navigation.ToAbsoluteUri(Navigation.Uri));

        return Follow();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;

        try
        {
            _self = DotNetObjectReference.Create(this);
            var script = await Browser.InvokeAsync<IJSObjectReference>("import", Script);
            if (_isDisposed)
            {
                await script.DisposeAsync();
                return;
            }

            _script = script;
            await _script.InvokeVoidAsync("attach", _root, _self);
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left before its script had come.
        }
    }

    /// <summary>Whose fleet it is, by who looks and by the address.</summary>
    private async Task Follow()
    {
        _caller = (await Authentication).User.TryGetSession(out var session) && !session.MustChangePassword ? session.Caller : null;
        _isSupport = _caller is { Role: Role.Support };
        var customer = _isSupport && _asked is not null ? new CustomerId(_asked) : _caller?.Customer;
        _isNobodys = _caller is not null && customer is null;
        if (customer == _customer)
            return;

        (_customer, _fleet, _result, _isUnknown) = (customer, null, null, false);
        if (_caller is not null && customer is { } whose)
            await Begin(_caller, whose);
    }

    /// <summary>The first drawing has cameras on it already, in the request of the page too.</summary>
    private async Task Begin(Caller caller, CustomerId customer)
    {
        try
        {
            if (await Fleets.Get(caller, customer, Patience, CancellationToken.None) is { } fleet && _fleet is null)
                Show(fleet);
        }
        catch (UnknownIdException)
        {
            _isUnknown |= _customer == customer;
        }
        catch (Exception error) when (error is NotPermittedException or OrleansException or TimeoutException or InvalidOperationException)
        {
            // The subscriber asks again.
        }
    }

    /// <summary>Where only its query is another, the page stays and is given no parameters.</summary>
    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() => Move(Navigation.ToAbsoluteUri(e.Location)));

    private async Task Move(Uri uri)
    {
        if (_isDisposed || !IsOwn(uri) || IsOwnMove(uri.Query) || (uri.Query == _read && uri.Fragment.Length > 0))
            return;

        ReadAddress(uri);
        await Follow();
        StateHasChanged();
    }

    private bool IsOwn(Uri uri) => string.Equals(uri.AbsolutePath.TrimEnd('/'), Navigation.ToAbsoluteUri(Path).AbsolutePath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Moves arrive in order, and what is typed meanwhile is newer than they are.</summary>
    private bool IsOwnMove(string query)
    {
        var move = _moves.IndexOf(query);
        _moves.RemoveRange(0, move + 1);
        return move >= 0;
    }

    /// <summary>An address that somebody else made, as a link or the browser's way back.</summary>
    private void ReadAddress(Uri uri)
    {
        _moves.Clear();
        _addressDue?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_read, _isStep) = (uri.Query, false);
        var query = QueryHelpers.ParseQuery(uri.Query);
        var address = FleetAddress.Read(query);
        _asked = query.TryGetValue("customer", out var asked) && asked.ToString() is { Length: > 0 and <= 64 } whose ? whose : null;
        (_filter, _faults) = (address.Filter, address.Faults);
        _window = FleetWindow.Begin(address.IsWall);
        _isWall = address.IsWall;
        Ask();
    }

    private void Show(FleetSnapshot fleet)
    {
        if (_isDisposed || _caller is null || fleet.Customer != _customer)
            return; // What was asked before another came.

        _fleet = fleet;
        Ask();
    }

    private async Task Drawn(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(DrawnAtLast, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            if (_script is not null)
                await _script.InvokeVoidAsync("drawn", either.Token);
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Nobody looks, or not any more.
        }
    }

    private void ShowUnknown() => _isUnknown = true;

    private void Ask()
    {
        if (_fleet is null)
            return;

        var from = Time.GetTimestamp();
        _result = _fleet.Query(_filter);
        _window = _window.Within(_result.Rows.Length);
        Instruments.Queried(Time.GetElapsedTime(from));
    }

    private void Filter(FleetFilter filter)
    {
        _isStep |= filter with { Text = _filter.Text } != _filter;
        (_filter, _faults) = (filter, []);
        _window = _window with { First = 0 };
        _list++;
        Ask();
        _told = _result is null ? null : Said(_result);
        FollowAddress();
    }

    private void Clear() => Filter(_filter.Cleared);

    private void ShowWall(bool isWall)
    {
        (_isWall, _isStep) = (isWall, true);
        _window = FleetWindow.Begin(isWall);
        _list++;
        FollowAddress();
    }

    private void FollowAddress()
    {
        _addressDue ??= Time.CreateTimer(_ => _ = InvokeAsync(WriteAddress), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _addressDue.Change(AddressAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was typed takes the place of the address that is there: the way back leads through what was chosen, not through keystrokes.</summary>
    private void WriteAddress()
    {
        var isStep = _isStep;
        _isStep = false;
        var address = Navigation.ToAbsoluteUri(Address);
        if (_isDisposed || address.Query == _read || !IsOwn(Navigation.ToAbsoluteUri(Navigation.Uri)))
            return;

        _read = address.Query;
        _moves.Add(_read);
        Navigation.NavigateTo(Address, replace: !isStep);
    }

    private async Task Copy()
    {
        var isCopied = false;
        try
        {
            isCopied = _script is not null && await _script.InvokeAsync<bool>("copy", Navigation.ToAbsoluteUri(Address).AbsoluteUri);
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            return;
        }

        _copied = Texts[isCopied ? "Copied" : "NotCopied"];
        _copiedOver ??= Time.CreateTimer(_ => _ = InvokeAsync(ForgetCopied), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _copiedOver.Change(SaysCopied, Timeout.InfiniteTimeSpan);
    }

    private void ForgetCopied()
    {
        (_copied, _told) = (null, null);
        StateHasChanged();
    }

    /// <summary>As with a link that was kept for longer than the building was.</summary>
    private bool IsBuildingGone(FleetResult result) =>
        _filter.Building is { } building && result.Snapshot.IsComplete && !result.Snapshot.Buildings.Any(one => one.Building.Value == building);

    /// <summary>What a parameter of the address is called on the page.</summary>
    private static string WordOf(string field) => field switch
    {
        "q" => "SearchLabel",
        "b" => "Building",
        "r" => "Room",
        "s" => "State",
        "fw" => "Firmware",
        "life" => "Life",
        "view" => "Wall",
        _ => "OrderBy",
    };

    private string Said(FleetResult result) => result.Rows.Length == result.Snapshot.Rows.Length
        ? Texts["Count", Number(result.Rows.Length)].Value
        : Texts["ShownCount", Number(result.Rows.Length), Number(result.Snapshot.Rows.Length)].Value;

    private static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
