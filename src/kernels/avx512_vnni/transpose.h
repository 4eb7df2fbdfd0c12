// Sixteen rows become columns, so that a vector holds one number of each of sixteen keys.
// In an anonymous namespace, as load.h.
#pragma once

#include <immintrin.h>

#include "kernels/avx512_vnni/load.h"

namespace oree::kernels::avx512_vnni {
namespace {

// Lane i of vector j and lane j of vector i change places.
[[gnu::always_inline]] inline void transpose(__m512 (&x)[16]) noexcept {
  __m512 t[16];
  repeat<8>([&](int i) {
    t[i * 2] = _mm512_unpacklo_ps(x[i * 2], x[i * 2 + 1]);
    t[i * 2 + 1] = _mm512_unpackhi_ps(x[i * 2], x[i * 2 + 1]);
  });
  // x[g * 4 + j], 128-bit lane l: column l * 4 + j of the rows g * 4 to g * 4 + 3
  repeat<8>([&](int i) {
    const int from = i / 2 * 4 + i % 2;
    const __m512d first = _mm512_castps_pd(t[from]);
    const __m512d second = _mm512_castps_pd(t[from + 2]);
    x[i / 2 * 4 + i % 2 * 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(first, second));
    x[i / 2 * 4 + i % 2 * 2 + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(first, second));
  });
  repeat<4>([&](int j) {
    t[j] = _mm512_shuffle_f32x4(x[j], x[4 + j], 0x88);
    t[4 + j] = _mm512_shuffle_f32x4(x[j], x[4 + j], 0xdd);
    t[8 + j] = _mm512_shuffle_f32x4(x[8 + j], x[12 + j], 0x88);
    t[12 + j] = _mm512_shuffle_f32x4(x[8 + j], x[12 + j], 0xdd);
  });
  repeat<4>([&](int j) {
    x[j] = _mm512_shuffle_f32x4(t[j], t[8 + j], 0x88);
    x[8 + j] = _mm512_shuffle_f32x4(t[j], t[8 + j], 0xdd);
    x[4 + j] = _mm512_shuffle_f32x4(t[4 + j], t[12 + j], 0x88);
    x[12 + j] = _mm512_shuffle_f32x4(t[4 + j], t[12 + j], 0xdd);
  });
}

// Of eight rows of 32 halves: x[j], 128-bit lane l, becomes half l * 8 + j of each row.
[[gnu::always_inline]] inline void transpose_halves(__m512i (&x)[8]) noexcept {
  __m512i t[8];
  repeat<4>([&](int i) {
    t[i * 2] = _mm512_unpacklo_epi16(x[i * 2], x[i * 2 + 1]);
    t[i * 2 + 1] = _mm512_unpackhi_epi16(x[i * 2], x[i * 2 + 1]);
  });
  repeat<4>([&](int i) {
    const int from = i / 2 * 4 + i % 2;
    x[i / 2 * 4 + i % 2 * 2] = _mm512_unpacklo_epi32(t[from], t[from + 2]);
    x[i / 2 * 4 + i % 2 * 2 + 1] = _mm512_unpackhi_epi32(t[from], t[from + 2]);
  });
  repeat<4>([&](int i) {
    t[i * 2] = _mm512_unpacklo_epi64(x[i], x[i + 4]);
    t[i * 2 + 1] = _mm512_unpackhi_epi64(x[i], x[i + 4]);
  });
  repeat<8>([&](int i) { x[i] = t[i]; });
}

}  // namespace
}  // namespace oree::kernels::avx512_vnni
