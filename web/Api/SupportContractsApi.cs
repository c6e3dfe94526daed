using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>The support desk's contracts: registering them with their devices, keys, deletion and restoring.</summary>
internal static class SupportContractsApi
{
    private const int MostDevices = 500;

    public static void MapSupportContractsApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/support").WithTags("Support contracts").RequireAuthorization(nameof(Permission.UseSupportDesk));
        api.MapPost("/customers/{customer}/contracts", Register)
            .As("registerContract", "Registers a contract with the devices shipped with it", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Made<RegisteredContractView>().WithDescription("Repeating it changes nothing; the keys that the server made are in the first answer alone.");
        api.MapGet("/contracts/{contract}", Get).As("getContract", "Shows a contract", StatusCodes.Status404NotFound).Produces<ContractView>();
        api.MapDelete("/contracts/{contract}", (string contract, HttpContext context, IGrainFactory grains) =>
                Done(Desk(contract, grains).Delete(context.ToCaller())))
            .As("deleteContract", "Deletes a contract: its devices are refused", StatusCodes.Status404NotFound).Nothing();
        api.MapPost("/contracts/{contract}/restore", (string contract, HttpContext context, IGrainFactory grains) =>
                Done(Desk(contract, grains).Restore(context.ToCaller())))
            .As("restoreContract", "Takes a deletion back", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Nothing();
        api.MapPost("/contracts/{contract}/devices/{device}/key", IssueKey)
            .As("issueKey", "Gives a device a new key and closes its connection", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Produces<DeviceKeyView>();
        api.MapDelete("/contracts/{contract}/devices/{device}/key", (string contract, string device, HttpContext context, IGrainFactory grains) =>
                Done(Desk(contract, grains).RevokeKey(context.ToCaller(), Inputs.Device(device))))
            .As("revokeKey", "Takes a device's key away and closes its connection", StatusCodes.Status404NotFound).Nothing();
        api.MapDelete("/contracts/{contract}/devices/{device}", (string contract, string device, HttpContext context, IGrainFactory grains) =>
                Done(Desk(contract, grains).DeleteDevice(context.ToCaller(), Inputs.Device(device))))
            .As("deleteRegistration", "Deletes one device of a contract: it is refused", StatusCodes.Status404NotFound).Nothing();
        api.MapPost("/contracts/{contract}/devices/{device}/restore", (string contract, string device, HttpContext context, IGrainFactory grains) =>
                Done(Desk(contract, grains).RestoreDevice(context.ToCaller(), Inputs.Device(device))))
            .As("restoreRegistration", "Takes the deletion of a device back", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Nothing();
    }

    private static async Task<IResult> Register(string customer, NewContractRequest request, HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        var owner = Inputs.Customer(customer);
        var number = Inputs.NewContract("number", Inputs.Text("number", request.Number)).Value;
        var asked = Inputs.List("devices", request.Devices, MostDevices).Select(d => (Device: Inputs.Mac("devices.mac", d.Mac), Key: Key(d.Key))).ToList();
        if (asked.DistinctBy(d => d.Device).Count() != asked.Count)
            throw new InvalidInputException("devices", "has the same device twice");

        await grains.GetGrain<ICustomerDesk>(owner.Value).GetDetail(caller); // A customer that there is.
        var before = await Find(number, caller, grains);
        var devices = asked.Select(d => (d.Device, d.Key, Made: d.Key is null && before?.Devices.Any(b => b.Device == d.Device) is not true ? NewKey() : null)).ToList();
        await grains.GetGrain<IContractGrain>(number).Register(caller, owner, [.. devices.Select(d => Shipped(d.Device, d.Made ?? d.Key ?? NewKey()))]);

        var keys = devices.Where(d => d.Made is not null).Select(d => new DeviceKeyView(d.Device.Value, d.Made!));
        return Described.Created(new RegisteredContractView(await Get(number, context, grains), [.. keys]));
    }

    private static async Task<ContractView> Get(string contract, HttpContext context, IGrainFactory grains) =>
        ContractView.Of(await Desk(contract, grains).GetDetail(context.ToCaller()));

    private static async Task<DeviceKeyView> IssueKey(string contract, string device, HttpContext context, IGrainFactory grains)
    {
        var id = Inputs.Device(device);
        return new DeviceKeyView(id.Value, await Desk(contract, grains).IssueKey(context.ToCaller(), id));
    }

    private static async Task<ContractDetail?> Find(string number, Caller caller, IGrainFactory grains)
    {
        try
        {
            return await grains.GetGrain<IContractDesk>(number).GetDetail(caller);
        }
        catch (UnknownIdException)
        {
            return null;
        }
    }

    private static async Task<IResult> Done(Task done)
    {
        await done;
        return Results.NoContent();
    }

    private static string? Key(string? key) =>
        key is null or { Length: >= 16 and <= 128 } ? key : throw new InvalidInputException("devices.key", "must be 16 to 128 characters long", InputProblem.Length, "16-128");

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static ShippedDevice Shipped(DeviceId device, string key) => new(device, [.. SHA256.HashData(Encoding.UTF8.GetBytes(key))]);

    private static IContractDesk Desk(string contract, IGrainFactory grains) => grains.GetGrain<IContractDesk>(Inputs.Contract(contract).Value);
}
