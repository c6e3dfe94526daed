using Microsoft.AspNetCore.Components;
using Mihari.Customers;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Support;

/// <summary>What a customer has booked: with the cloud option or without.</summary>
public sealed partial class CustomerPlan
{
    private string? _plan;

    [Parameter, EditorRequired]
    public CustomerDetail Customer { get; set; } = null!;

    [Parameter]
    public EventCallback OnChanged { get; set; }

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal) { ["plan"] = Texts["Plan"] };

    private List<Choice> Plans => [.. Enum.GetValues<ServicePlan>().Select(plan => new Choice(plan.ToString(), Texts["Plan" + plan], Texts["Plan" + plan + "Note"]))];

    protected override void OnInitialized() => _plan = Customer.Plan.ToString();

    private Task Change()
    {
        var plan = Enum.Parse<ServicePlan>(_plan!);
        if (plan == ServicePlan.Cloud)
            return Change(plan);

        Ask(Texts["PlanBasic"], Texts["PlanHelp"], () => Change(plan), isDanger: true);
        return Task.CompletedTask;
    }

    private async Task Change(ServicePlan plan)
    {
        // Where it was refused, too: it may be another one by now, and the next try starts from that.
        await Do(by => Grains.GetGrain<ICustomerDesk>(Customer.Customer.Value).ChangePlan(by, Customer.Plan, plan), Texts["PlanChanged", Texts["Plan" + plan]]);
        await OnChanged.InvokeAsync();
    }
}
