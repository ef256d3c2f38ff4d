using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What a boolean mask over the leading dimensions leaves.</summary>
/// <param name="mask">True where a position belongs to the region, such as <c>[N, T]</c>.</param>
/// <param name="only">The path of the only tensor that is concerned; null for each whose leading dimensions are the mask's.</param>
internal sealed class MaskRegion(Tensor mask, string? only = null) : Region
{
    /// <inheritdoc/>
    public override Tensor? Of(string path, Tensor tensor) =>
        Concerns(path, tensor) ? tensor.masked_select(Expanded(tensor)) : null;

    /// <inheritdoc/>
    protected override Tensor Replace(string path, Tensor tensor, Tensor with) =>
        Concerns(path, tensor) ? where(Expanded(tensor), with, tensor.detach()) : tensor.detach().clone();

    private bool Concerns(string path, Tensor tensor) =>
        (only is null || only == path) && tensor.dim() >= mask.dim()
        && tensor.shape.AsSpan(0, (int)mask.dim()).SequenceEqual(mask.shape);

    private Tensor Expanded(Tensor tensor)
    {
        long[] shape = [.. mask.shape, .. Enumerable.Repeat(1L, (int)(tensor.dim() - mask.dim()))];
        return mask.to(tensor.device).reshape(shape).expand(tensor.shape);
    }
}
