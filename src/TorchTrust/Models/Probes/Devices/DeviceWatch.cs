using System.Collections.Concurrent;
using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Watches woven code make and move tensors, and tells where each call has its device from. A device that a tensor was asked
/// for is handed out as an object of its own, so that it is known again where it is used.
/// </summary>
internal sealed class DeviceWatch : CallObserver
{
    private static readonly HashSet<string> _literalMoves = ["cpu", "cuda", "mps"];

    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<Device, object> _ofTensors = [];
    private readonly HashSet<Device> _kept;
    private readonly ConcurrentDictionary<CallSite, StrayCall> _strays = new();

    private DeviceWatch(ModelSession session)
        : base(CallKind.Creation | CallKind.Move | CallKind.DeviceQuestion) => _kept = KeptDevices(session);

    /// <summary>The calls that do not follow their neighbours.</summary>
    public IReadOnlyList<StrayCall> Strays => [.. _strays.Values.OrderBy(stray => stray.Site.Number)];

    /// <summary>
    /// Whether the code asked a device for its parts: then a device that looks like a literal may be made of those of a tensor.
    /// </summary>
    public bool AsksForParts { get; private set; }

    /// <summary>Whether every class of the model is woven, so that nothing that it calls itself is missed.</summary>
    public static bool Sees(ModelSession session)
    {
        Assembly[] users = [.. session.Modules.Select(entry => entry.Module.GetType()).Where(ObjectGraph.IsUserType)
            .Select(type => type.Assembly).Distinct()];
        return users.Length > 0 && users.All(assembly => WovenAssembly.Find(assembly) is not null);
    }

    /// <summary>Watches while an action runs.</summary>
    public static DeviceWatch During(ModelSession session, Action run)
    {
        var watch = new DeviceWatch(session);
        using (WovenCode.Watch(watch))
        {
            run();
        }

        return watch;
    }

    /// <inheritdoc/>
    public override void Calling(WovenCall call)
    {
        if (call.Member.Kind != CallKind.DeviceQuestion)
        {
            return;
        }

        if (call.Member.Name == "get_device")
        {
            call.ReplaceResult(OneOfItsOwn);
        }
        else
        {
            AsksForParts = true;
        }
    }

    /// <inheritdoc/>
    public override void Called(WovenCall call)
    {
        if (call.Result is Tensor { IsInvalid: false } made && made.dim() > 0
            && OriginOf(call) is var origin and not DeviceOrigin.Neighbour)
        {
            bool isKept = call.TryArgument("device", out object? device) && device is Device given && _kept.Contains(given);
            _strays.TryAdd(call.Site, new StrayCall(call.Site, origin, made.shape, made.dtype, isKept));
        }
    }

    /// <summary>Where a call has its device from.</summary>
    public DeviceOrigin OriginOf(WovenCall call) => call.Member.Kind == CallKind.Move ? OriginOfMove(call) : OriginOfCreation(call);

    private DeviceOrigin OriginOfCreation(WovenCall call)
    {
        bool follows = call.Member.Name.EndsWith("_like", StringComparison.Ordinal)
            || call.Member.Name.StartsWith("new_", StringComparison.Ordinal);
        if (call.TryArgument("device", out object? device) && device is not null)
        {
            return IsOfTensor(device) ? DeviceOrigin.Neighbour : DeviceOrigin.Literal;
        }

        // What is made of tensors, such as a complex number of two, lies where they lie.
        return follows || call.Arguments.Any(argument => argument is Tensor) ? DeviceOrigin.Neighbour : DeviceOrigin.Default;
    }

    private DeviceOrigin OriginOfMove(WovenCall call) => _literalMoves.Contains(call.Member.Name) ? DeviceOrigin.Literal
        : call.TryArgument("deviceType", out _) ? DeviceOrigin.Literal
        : call.TryArgument("device", out object? device) && device is not null && !IsOfTensor(device) ? DeviceOrigin.Literal
        : DeviceOrigin.Neighbour;

    private bool IsOfTensor(object device) => device is Device asked && _ofTensors.TryGetValue(asked, out _);

    private object? OneOfItsOwn(object? device)
    {
        if (device is not Device asked)
        {
            return device;
        }

        var own = new Device(asked.type, asked.index);
        _ofTensors.Add(own, own);
        return own;
    }

    private static HashSet<Device> KeptDevices(ModelSession session) => new(
        session.Modules.Select(entry => (object)entry.Module).Append(session.Model)
            .SelectMany(holder => ObjectGraph.UserFields(holder.GetType()).Where(field => field.FieldType == typeof(Device))
                .Select(field => field.GetValue(holder)))
            .OfType<Device>(),
        ReferenceEqualityComparer.Instance);
}
