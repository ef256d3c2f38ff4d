namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>A root of what may be negative.</summary>
internal static class NotFinite
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes) + model.call(points).sqrt().mean(); // fault
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
