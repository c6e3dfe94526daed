using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Refusals;
using Mihari.Support;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Audit;

/// <summary>The audit trail with its filter: of the viewer's customer, for Support of all.</summary>
public sealed partial class AuditLog
{
    private const int PageSize = 100;

    /// <summary>A page may come back empty though there is more: so many are read for one press.</summary>
    private const int PagesAtOnce = 20;

    private DateOnly _from;
    private DateOnly _to;
    private AuditGroup _group;
    private string _text = "";
    private string _customer = "";
    private AuditFilter _filter = new(default, default);
    private List<AuditEntry>? _entries;
    private string? _continuation;
    private string? _problem;
    private bool _isSupport;
    private bool _isBusy;
    private Dictionary<string, string> _customers = [];

    /// <summary>For Support: the customer to begin with; null: all.</summary>
    [Parameter]
    public string? Customer { get; set; }

    [Inject]
    private PageCaller Page { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var by = await Page.Get();
        _isSupport = by.Customer is null;
        if (_isSupport)
        {
            var all = await Grains.GetGrain<ISupportDesk>(ISupportDesk.Key).FindCustomers(by, null, 0, 200);
            _customers = all.Customers.ToDictionary(c => c.Customer.Value, c => c.Name);
        }

        _filter = AuditFilter.Preset(Time.GetUtcNow(), Viewer.Zone) with { Customer = _isSupport ? Customer ?? "" : "" };
        (_from, _to, _customer) = (_filter.From, _filter.To, _filter.Customer);
        await Read(anew: true);
    }

    private Task Search()
    {
        _filter = new AuditFilter(_from, _to, _text, _group, _isSupport ? _customer : "");
        return Read(anew: true);
    }

    private Task ReadMore() => Read(anew: false);

    private async Task Read(bool anew)
    {
        if (_isBusy)
            return;

        _isBusy = true;
        _problem = _filter.IsValid ? null : Texts["DatesWrong"].Value;
        try
        {
            if (anew)
                (_entries, _continuation) = (_problem is null ? null : [], null);

            if (_problem is null)
                await ReadPages();
        }
        catch (RefusalException)
        {
            // A customer's id that nobody has.
            _entries ??= [];
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task ReadPages()
    {
        var by = await Page.Get();
        var trail = Grains.GetGrain<IAuditTrail>(_filter.Trail(by.Customer));
        var read = new List<AuditEntry>(_entries ?? []);
        var wanted = read.Count + PageSize;
        for (var i = 0; i < PagesAtOnce && read.Count < wanted; i++)
        {
            var page = await trail.Read(by, _filter.Query(Viewer.Zone, wanted - read.Count, _continuation));
            read.AddRange(page.Entries);
            _continuation = page.Continuation;
            if (_continuation is null)
                break;
        }

        _entries = read;
    }

    private string NameOf(AuditEntry entry) => entry.Customer is { } customer ? _customers.GetValueOrDefault(customer.Value, customer.Value) : "";
}
