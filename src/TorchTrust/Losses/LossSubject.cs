using TorchSharp;
using TorchTrust.Losses;
using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust;

/// <summary>
/// A loss to check: a function or a module, how to make its arguments for n samples, and what is declared about it. It gives
/// one value, or a value a sample, or a tuple whose first item is that. Every method returns a new subject; nothing is built
/// before a check needs it.
/// </summary>
/// <remarks>
/// A loss takes up to four arguments; more go into a tuple or a record, which is one argument. The first argument is what the
/// network gives, unless <see cref="LossDeclarations{TSubject}.HasPredictions"/> says otherwise.
/// </remarks>
/// <example>
/// <code>
/// var subject = LossSubject
///     .For((Tensor logits, Tensor target) => functional.cross_entropy(logits, target))
///     .WithArguments(n => (randn(n, 10), randint(10, n)))
///     .Gives(PredictionKind.Logits, classDimension: 1)
///     .Reduces(nn.Reduction.Mean);
/// </code>
/// </example>
public abstract partial class LossSubject : Subject
{
    private string? _device;

    private protected LossSubject(LossRecipe recipe)
        : base(recipe.Name) => Recipe = recipe;

    /// <inheritdoc/>
    public override string Kind => "loss";

    /// <inheritdoc/>
    public override SubjectLifetime Lifetime => SubjectLifetime.Fresh;

    /// <summary>How the loss is built and called.</summary>
    internal LossRecipe Recipe { get; }

    /// <summary>Makes the arguments of a call for n samples; null where that is not declared.</summary>
    internal Func<long, object?[]>? MakeArguments
    {
        get => field is { } make && _device is not null ? count => Placed(make(count)) : field;
        private protected set;
    }

    /// <summary>What makes the arguments where that is more than a function; null where it is none.</summary>
    internal ArgumentSource? Source { get; private protected set; }

    /// <summary>Whether anything says how to make arguments.</summary>
    internal bool HasArguments => MakeArguments is not null || Source is not null;

    /// <summary>What is declared.</summary>
    internal LossFacts Facts { get; private protected set; } = new();

    /// <inheritdoc/>
    internal override string? DeviceName => _device;

    /// <inheritdoc/>
    internal override Subject OnDevice(string device)
    {
        var copy = (LossSubject)MemberwiseClone();
        copy._device ??= device;
        return copy;
    }

    /// <summary>The same arguments where the loss is; as they are where its recipe decides that.</summary>
    internal object?[] Placed(object?[] arguments) => _device is null
        ? arguments
        : (object?[])TensorTree.Map(
            arguments, (_, tensor) => tensor.detach().to(new torch.Device(_device)).requires_grad_(tensor.requires_grad))!;

    /// <inheritdoc/>
    internal override ISubjectSession OpenSession(long seed) => new LossSession(this, seed);

    /// <inheritdoc/>
    internal override string? SwitchedOff(string checkId) =>
        Facts.SwitchedOff.TryGetValue(checkId, out string? reason) ? $"Switched off: {reason}" : null;
}
